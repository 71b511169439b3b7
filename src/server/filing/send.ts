import { findAccount } from '#server/accounts/index.ts'
import {
  type Accepted,
  type AcceptDossier,
  fileAtDesk,
  type FileDossier,
  fileDossier,
  type Filed,
  type Owner,
  ownerFrom,
} from '#server/dossiers/index.ts'
import { lookedAt } from '#server/files/index.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readEmail, readIdentityNumber, type Reading, readPhone } from '#server/platform/values/index.ts'
import { answerAt } from '#server/procedures/index.ts'
import { type ChooseReturn, chooseReturn } from './choose-return.ts'
import { findSent } from './find-sent.ts'
import { requireCurrent } from './outdated.ts'
import { lockOwnDraft } from './own-draft.ts'
import { markDraftSent } from './queries.ts'
import { type DraftView, viewDraft } from './view.ts'

const text = (value: unknown) => (typeof value === 'string' && value.trim() ? value.trim() : null)

/** What an account says, where it can be kept: an old account may hold what nobody would take today. */
const keptOr = (value: string | null | undefined, read: (typed: string) => Reading<string>) =>
  value ? (read(value).kept ?? null) : null

/** The papers of a draft as they go into the dossier: each looked at, and still good. @throws Refusal `files.…`. */
const documentsOf = (db: Db, papers: DraftView['papers']) =>
  lookedAt(
    db,
    papers.flatMap((paper) =>
      paper.files
        .filter(({ lapsed }) => !lapsed)
        .map(({ documentKey, sha256, fileName, mediaType, sizeBytes, paperId }) => ({
          documentKey,
          documentName: paper.name,
          sha256,
          fileName,
          mediaType,
          sizeBytes: Number(sizeBytes),
          paperId,
        })),
    ),
  )

async function commandOf(
  db: Db,
  view: DraftView,
  filer: FileDossier['filer'],
  receivingId: string,
): Promise<FileDossier> {
  const { draft, version, papers } = view
  return {
    procedureVersionId: version.id,
    receivingId,
    channel: draft.deskId ? ('counter' as const) : ('online' as const),
    filedHow: draft.filedHow as FileDossier['filedHow'],
    owner: ownerFrom(version.content, draft.answers),
    filer: { ...filer, authorisation: draft.authorisation },
    answers: draft.answers,
    documents: await documentsOf(db, papers),
    sets: version.content.sets,
    returnBy: draft.returnBy as FileDossier['returnBy'],
    returnAddress: draft.returnAddress,
  }
}

const placeOf = ({ draft, places, placeWords }: DraftView): string => {
  const chosen = places.find((each) => each.id === draft.receivingId) ?? (places.length === 1 ? places[0] : undefined)
  if (!chosen)
    throw new Refusal(places.length === 0 ? 'dossiers.place-unknown' : 'filing.place-missing', { words: placeWords })
  return chosen.id
}

/** The filer at a desk is the one the form names as applicant. */
const filerAtDesk = (answers: unknown): FileDossier['filer'] => ({
  ...{ accountId: null, name: text(answerAt(answers, 'applicant.fullName')) ?? 'Người có mặt tại một cửa' },
  ...{
    identity: text(answerAt(answers, 'applicant.identity.number')),
    phone: text(answerAt(answers, 'applicant.phone')),
  },
  ...{ email: text(answerAt(answers, 'applicant.email')) },
})

/**
 * Whoever files for another says by what right: a written authorisation (giấy ủy quyền) or the relation that makes one needless. Told apart
 * by the identity number, where both are known.
 */
export function decideAuthorisation(
  owner: Pick<Owner, 'name' | 'identity'>,
  filerIdentity: string | null,
  authorisation: string | null,
) {
  const other = owner.identity && filerIdentity && owner.identity !== filerIdentity
  if (other && !authorisation) throw new Refusal('filing.authorisation-missing', { owner: owner.name })
}

/**
 * Sends the draft of a citizen (gửi hồ sơ). Sent twice, also at the same time, it is one dossier: the draft is locked, and a draft that was
 * sent answers with the dossier it became. With `choice`, where and how the result goes is saved in the same act.
 */
export async function sendDraft(call: Call, draftId: string, choice?: ChooseReturn): Promise<Filed> {
  const before = await findSent(call, draftId)
  if (before) return before
  return inTransaction(call, async (within) => {
    try {
      await lockOwnDraft(within, draftId)
    } catch (error) {
      const sent =
        error instanceof Refusal && error.code === 'filing.sent-already' ? await findSent(within, draftId) : undefined
      if (sent) return sent
      throw error
    }
    if (choice) await chooseReturn(within, { ...choice, draftId })
    const view = await viewDraft(within, draftId)
    if (view.draft.deskId) throw new Refusal('filing.at-the-desk')
    requireCurrent(view.outdated)
    if (view.missingPapers.length > 0) throw new Refusal('filing.papers-missing', { names: view.missingPapers })
    const account = await findAccount(within.db, within.actor.id)
    const owner = ownerFrom(view.version.content, view.draft.answers)
    decideAuthorisation(owner, account?.identityNumber ?? null, view.draft.authorisation)
    const filer = {
      accountId: within.actor.id,
      name: within.actor.name,
      identity: keptOr(account?.identityNumber, (typed) => readIdentityNumber(account?.identityPaper, typed)),
      phone: keptOr(account?.phone, readPhone),
      email: keptOr(account?.email, readEmail),
    }
    if (!filer.phone && !filer.email && !text(answerAt(view.draft.answers, 'applicant.phone')))
      throw new Refusal('filing.contact-missing')
    const filed = await fileDossier(within, await commandOf(within.db, view, filer, placeOf(view)))
    await markDraftSent(within.db, draftId, filed.id)
    return filed
  })
}

/** At the counter: the draft is filed and accepted in one act, with what the desk ticked and the fee it noted. */
export function acceptDraft(
  call: Call,
  command: { draftId: string; accountId?: string | null } & Pick<AcceptDossier, 'checks' | 'timeLimitKey' | 'fee'>,
): Promise<Accepted> {
  return inTransaction(call, async (within) => {
    await lockOwnDraft(within, command.draftId)
    const view = await viewDraft(within, command.draftId)
    if (!view.draft.deskId) throw new Refusal('filing.unknown-draft')
    requireCurrent(view.outdated)
    const filer = { ...filerAtDesk(view.draft.answers), accountId: command.accountId ?? null }
    const { checks, timeLimitKey, fee } = command
    const accepted = await fileAtDesk(within, {
      ...(await commandOf(within.db, view, filer, placeOf(view))),
      checks,
      timeLimitKey,
      fee,
    })
    await markDraftSent(within.db, command.draftId, accepted.id)
    return accepted
  })
}
