import { loadDirectory } from '#server/directory/index.ts'
import type { Call } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { readPaperCode } from './paper-code.ts'
import { findPaper, findTemplateVersion, listPapersById, listRevisionsOf } from './queries.ts'
import type { Paper, PaperState } from './schema.ts'

/** What anyone may know of a paper (tình trạng giấy tờ): nothing in it names a person. */
export type PublicPaper = {
  code: string
  state: PaperState
  words: string
  /** The kind: the name of its template. */
  kind: string
  issuer: string
  issuerId: string
  notation: string | null
  numberedOn: string | null
  pages: number
  setAt: Date
  signedAt: Date | null
  /** Why it was withdrawn or replaced, and since when. */
  reason: string | null
  decision: { number: string; on: string } | null
  endedAt: Date | null
  /** The code of the paper in its place. */
  replacedBy: string | null
}

const WORDS: Record<PaperState, string> = {
  draft: 'Đang soạn',
  set: 'Đã lập, chưa ký điện tử',
  signing: 'Đã ký, chưa đóng dấu',
  valid: 'Có hiệu lực',
  replaced: 'Đã thay bằng giấy khác',
  withdrawn: 'Đã thu hồi',
}
export const wordsOfState = (state: PaperState) => WORDS[state]

const isSigned = ({ what }: { what: string }) => /^(sign|seal)/.test(what)

/** What of a paper may be shown to anyone. */
export async function publicStateOf({ db, now }: Pick<Call, 'db' | 'now'>, paper: Paper): Promise<PublicPaper> {
  const [version, revisions, directory, next] = await Promise.all([
    findTemplateVersion(db, paper.templateVersionId),
    listRevisionsOf(db, paper.id),
    loadDirectory(db, vietnamDate(now)),
    paper.replacedBy ? listPapersById(db, [paper.replacedBy]) : [],
  ])
  const { code, state, notation, numberedOn, pages, setAt, organisationId } = paper
  const ended = state === 'replaced' || state === 'withdrawn'
  const signed = revisions.find(isSigned)
  return {
    ...{ code, state, notation, numberedOn, pages, setAt },
    words: state === 'signing' && !signed ? 'Đang trình ký' : WORDS[state],
    kind: version?.name ?? '',
    ...{ issuer: directory.organisation(organisationId)?.name ?? '', issuerId: organisationId },
    signedAt: signed?.at ?? null,
    decision: ended && paper.stateDecision ? { number: paper.stateDecision, on: paper.stateDecisionOn ?? '' } : null,
    ...{ reason: ended ? paper.stateReason : null, endedAt: ended ? paper.changedAt : null },
    replacedBy: next[0]?.code ?? null,
  }
}

/**
 * The door for anyone who holds a code; codes that nobody has are counted by network, so that they are not guessed. Several doors that look for
 * one code share one count. @throws Refusal `platform.too-often`.
 */
export async function lookUpCode<T>(call: Call, typed: string, find: (code: string) => Promise<T | undefined>) {
  const code = readPaperCode(typed)
  if (!code) return undefined
  const use = await limitBy(call, 'paper-code.network', networkOf(call.origin?.ip))
  const found = await find(code)
  if (found) await use.giveBack()
  return found
}

const findByTypedCode = (call: Call, typed: string): Promise<Paper | undefined> =>
  lookUpCode(call, typed, (code) => findPaper(call.db, { code }))

/** The state of the paper with this code; undefined when there is none. @throws Refusal `platform.too-often`. */
export async function findPublicPaper(call: Call, typed: string): Promise<PublicPaper | undefined> {
  const paper = await findByTypedCode(call, typed)
  return paper && publicStateOf(call, paper)
}

/** How a file somebody holds stands to a paper. */
export type Likeness = 'original' | 'before-seal' | 'unsigned' | 'other'

/**
 * Whether a file with this SHA-256 is the paper (so với bản gốc): the sealed file or a later one with more evidence is the original; one from
 * before the seal, or from before any signature, was the paper on its way.
 */
export async function compareWithPaper(call: Call, typed: string, sha256: string): Promise<Likeness | undefined> {
  const paper = await findByTypedCode(call, typed)
  if (!paper) return undefined
  const revisions = await listRevisionsOf(call.db, paper.id)
  const at = revisions.findLastIndex((each) => each.fileSha256 === sha256)
  if (at < 0) return 'other'
  const sealed = revisions.findIndex((each) => each.what.startsWith('seal'))
  if (at >= sealed && sealed >= 0) return 'original'
  if (at === revisions.length - 1) return 'original'
  return revisions.slice(0, at + 1).some(isSigned) ? 'before-seal' : 'unsigned'
}
