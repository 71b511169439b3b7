import { loadDirectory } from '#server/directory/index.ts'
import { findDossier, findViewableId, viewDossier } from '#server/dossiers/index.ts'
import {
  type AfterIssued,
  findPaper,
  findTemplateVersion,
  type IssuedLine,
  listNumberedPapers,
  listPapersById,
  type Paper,
  readPaperCode,
  requireWithdraw,
  wordsOfState,
} from '#server/papers/index.ts'
import { type Call, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findResultOfPaper } from '../queries.ts'
import { type Signatory, signatoriesOf } from '../view.ts'
import { REPLACED_BY_PAPER } from './open-result.ts'
import { findOpenCorrection } from './queries.ts'
import type { Correction } from './schema.ts'

const A_PAGE = 30
const STATES = { valid: ['valid'], ended: ['withdrawn', 'replaced'], all: ['valid', 'withdrawn', 'replaced'] } as const
export type IssuedFilter = { words: string; state: keyof typeof STATES; after?: AfterIssued | undefined }
export type IssuedPage = { items: (IssuedLine & { unit: string; words: string })[]; next: AfterIssued | null }

/**
 * Giấy tờ đã ký of the units whose papers this post may withdraw, found by number ("12" or "12/XNHN-UBND"), by the code of a dossier or by
 * the code of the paper. @throws Refusal `papers.no-right`.
 */
export async function listIssued(call: Call, { words, state, after }: IssuedFilter): Promise<IssuedPage> {
  const { db, actor, now } = call
  if (!mayAnywhere(actor, 'papers.withdraw')) throw new Refusal('papers.no-right')
  const reach = [...actor.grants.get('papers.withdraw')!]
  const typed = words.trim()
  const wish = { states: STATES[state], after, limit: A_PAGE + 1 }
  const byCode = readPaperCode(typed)
  const paper = byCode ? await findPaper(db, { code: byCode }) : undefined
  const dossier = /^[\w.]+-\d{6}-\d{4,}$/.test(typed)
    ? await findViewableId(call, typed).catch(unknownIsNone)
    : undefined
  const lines = paper
    ? reach.includes(paper.organisationId) && paper.numberedOn
      ? [{ ...paper, numberedOn: paper.numberedOn }]
      : []
    : dossier === null
      ? []
      : await listNumberedPapers(db, reach, {
          ...wish,
          ...(dossier ? { subjectId: dossier } : typed ? { notation: notationOf(typed) } : {}),
        })
  const directory = await loadDirectory(db, vietnamDate(now))
  const items = lines
    .slice(0, A_PAGE)
    .map(({ id, code, title, organisationId, state: held, notation, numberedOn }) => ({
      ...{ id, code, title, organisationId, state: held, notation, numberedOn },
      ...{ unit: directory.organisation(organisationId)?.name ?? '', words: wordsOfState(held) },
    }))
  const last = items.at(-1)
  return { items, next: lines.length > A_PAGE && last ? { numberedOn: last.numberedOn, id: last.id } : null }
}

/** "3" is the number itself, not 30 to 39; what has a slash is the beginning of the notation. */
const notationOf = (typed: string) => {
  const lower = typed.normalize('NFC').toLocaleLowerCase('vi')
  if (!/^\d+$/.test(lower)) return lower
  return `${Number(lower) < 10 ? `0${Number(lower)}` : Number(lower)}/`
}
const unknownIsNone = (error: unknown): null => {
  if (error instanceof Refusal) return null
  throw error
}

/** One issued paper for who may withdraw it: what it is, what stands in its place, and whether a replacement is on its way. */
export type IssuedView = {
  paper: Paper
  words: string
  kind: string
  unit: string
  dossierCode: string | null
  next: Pick<Paper, 'id' | 'code' | 'notation' | 'numberedOn'> | null
  /** The result it is, when it may be replaced by one prepared from the same template. */
  replaceable: { data: Record<string, unknown>; schema: Record<string, unknown>; signatories: Signatory[] } | null
  correction: (Correction & { paper: Paper }) | null
}

/** @throws Refusal `papers.unknown` also when the actor may not withdraw it. */
export async function viewIssued(call: Call, paperId: string): Promise<IssuedView> {
  const { db, now } = call
  const paper = /^[0-9a-f-]{36}$/.test(paperId) ? await findPaper(db, { id: paperId }) : undefined
  if (!paper || !paper.numberedOn) throw new Refusal('papers.unknown')
  requireWithdraw(call, paper)
  const [version, directory, result] = await Promise.all([
    findTemplateVersion(db, paper.templateVersionId),
    loadDirectory(db, vietnamDate(now)),
    findResultOfPaper(db, paper.id),
  ])
  const dossier = result ? await findDossier(db, result.dossierId) : undefined
  const open = result ? await findOpenCorrection(db, result.id) : undefined
  const [next] = paper.replacedBy ? await listPapersById(db, [paper.replacedBy]) : []
  const isWhole = version !== undefined && REPLACED_BY_PAPER.includes(version.kind)
  const canReplace = result?.state === 'complete' && result.templateKey && paper.state === 'valid' && isWhole && dossier
  return {
    ...{ paper, words: wordsOfState(paper.state), kind: version?.name ?? '' },
    ...{ unit: directory.organisation(paper.organisationId)?.name ?? '', dossierCode: dossier?.code ?? null },
    next: next ?? null,
    replaceable: canReplace
      ? {
          data: open?.data ?? result.data,
          schema: version.schema,
          signatories: await signatoriesOf(call, await viewDossier(call, { id: dossier.id })),
        }
      : null,
    correction: open ? { ...open, paper: (await findPaper(db, { id: open.paperId }))! } : null,
  }
}
