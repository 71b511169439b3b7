import { findAccount } from '#server/accounts/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { listPapersOfMany, type Paper, type PaperKind, wordsOfState } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { copyFormWords, copyStateWords, listCopiesOf, type SignedCopy } from '#server/signing/index.ts'
import { listSettledOf, type SettledDossier } from './lists.ts'

/** What a citizen is given at the end: not the sheets of the desk and not his own declaration. */
const RESULTS: readonly PaperKind[] = ['result', 'document', 'blank', 'card', 'attestation', 'note']
const MOST = 500

/** A result issued electronically (kết quả giải quyết điện tử) in a person's own store. Law: NĐ 45/2020 art. 16. */
export type OwnPaper = Pick<
  Paper,
  'id' | 'code' | 'state' | 'stateReason' | 'notation' | 'numberedOn' | 'fileSha256' | 'pages' | 'changedAt'
> & {
  name: string
  templateKey: string
  /** `copy`: a result on paper that was scanned and signed as an electronic copy. */
  kind: PaperKind | 'copy'
  issuer: string
  words: string
  /** The paper in its place, and by which decision it stopped holding. */
  next: Pick<Paper, 'code' | 'notation' | 'numberedOn'> | null
  decision: string | null
  dossier: SettledDossier
  /** Whether it is about him, not about somebody he filed for. */
  aboutHim: boolean
}

/** Nobody is shown a draft that was set again, nor a paper that was taken back before it had its number. */
const wasIssued = ({ state, numberedOn }: Pick<Paper, 'state' | 'numberedOn'>) =>
  state === 'valid' || ((state === 'replaced' || state === 'withdrawn') && numberedOn !== null)

/** Whether the dossier is the account holder's own matter: by identity number, or by name where a number is lacking. */
export function isAboutHim(
  account: { fullName: string; identityNumber: string | null },
  { ownerIdentity, ownerName }: Pick<SettledDossier, 'ownerIdentity' | 'ownerName'>,
): boolean {
  if (ownerIdentity && account.identityNumber) return ownerIdentity === account.identityNumber
  return (
    ownerName.normalize('NFC').toLocaleUpperCase('vi') === account.fullName.normalize('NFC').toLocaleUpperCase('vi')
  )
}

/**
 * The signed-in citizen's own store (kho giấy tờ của tôi): papers that hold or held, of settled dossiers he filed himself, or that are his by an
 * identity that a desk or the national identification confirmed; what somebody only says of himself opens nothing. An identity that one desk saw
 * opens what that desk received, until a second proof; on a device without a code nothing is open.
 */
export async function listOwnPapers({ db, actor, now }: Call): Promise<OwnPaper[]> {
  if (actor.kind !== 'citizen' || actor.owesIdentityCode) return []
  const account = await findAccount(db, actor.id)
  if (!account) return []
  const { identityLevel, identityPaper, identityNumber, secondProofAt, deskOrganisationId } = account
  const confirmed = identityLevel !== 'stated' && identityPaper && identityNumber
  const whole = identityLevel === 'national-id' || secondProofAt !== null
  const identity =
    confirmed && (whole || deskOrganisationId)
      ? { paper: identityPaper, number: identityNumber, receivingId: whole ? null : deskOrganisationId }
      : null
  const dossiers = await listSettledOf(db, account.id, identity, MOST)
  return papersOf({ db, now }, dossiers, (dossier) => isAboutHim(account, dossier))
}

/**
 * Results issued to one personal id (số định danh), whoever filed: for a desk that has this person before it. Who may ask, and why, is asked and
 * recorded by the caller. Law: NĐ 45/2020 art. 16, NĐ 61/2018 art. 20.
 */
export async function listPapersOfIdentity(call: Call, number: string): Promise<OwnPaper[]> {
  const dossiers = await listSettledOf(call.db, null, { paper: 'can-cuoc', number, receivingId: null }, MOST)
  return papersOf(call, dossiers, () => true)
}

async function papersOf(
  { db, now }: Pick<Call, 'db' | 'now'>,
  dossiers: readonly SettledDossier[],
  aboutHim: (dossier: SettledDossier) => boolean,
): Promise<OwnPaper[]> {
  const byId = new Map(dossiers.map((each) => [each.id, each]))
  const [papers, copies, directory] = await Promise.all([
    listPapersOfMany(db, 'dossier', [...byId.keys()], RESULTS),
    listCopiesOf(db, 'dossier', [...byId.keys()]),
    loadDirectory(db, vietnamDate(now)),
  ])
  const issuerOf = (id: string) => directory.organisation(id)?.name ?? ''
  const own = papers.filter(wasIssued).map((paper) => {
    const { id, code, state, stateReason, notation, numberedOn, fileSha256, pages, changedAt, kind } = paper
    const dossier = byId.get(paper.subjectId)!
    return {
      ...{ id, code, state, stateReason, notation, numberedOn, fileSha256, pages, changedAt, kind, dossier },
      ...{ next: papers.find((each) => each.id === paper.replacedBy) ?? null, decision: paper.stateDecision },
      ...{ name: paper.templateName, templateKey: paper.templateKey, words: wordsOfState(state) },
      issuer: issuerOf(paper.organisationId),
      aboutHim: aboutHim(dossier),
    }
  })
  return [
    ...own,
    ...copies.map((copy) => {
      const dossier = byId.get(copy.subjectId)!
      return { ...ofCopy(copy), dossier, issuer: issuerOf(copy.organisationId), aboutHim: aboutHim(dossier) }
    }),
  ]
}

/** A signed copy as a paper of the store: it counts as the original does (NĐ 30/2020 art. 26). */
function ofCopy(copy: SignedCopy): Omit<OwnPaper, 'dossier' | 'issuer' | 'aboutHim'> {
  const { id, code, state, stateReason, notation, numberedOn, fileSha256, pages, stateAt } = copy
  return {
    ...{ id, code, state, stateReason, notation, numberedOn, fileSha256, pages, changedAt: stateAt, kind: 'copy' },
    ...{ name: `${copyFormWords(copy.form)}: ${copy.title}`, templateKey: '', words: copyStateWords(state) },
    ...{ next: null, decision: null },
  }
}

/** One paper of the store; undefined when it is not in it. */
export const findOwnPaper = async (call: Call, id: string): Promise<OwnPaper | undefined> =>
  (await listOwnPapers(call)).find((each) => each.id === id)
