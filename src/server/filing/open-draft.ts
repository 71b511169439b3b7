import { own, put } from '#own-keys'
import { findAccount } from '#server/accounts/index.ts'
import { loadDirectory, ruleSetOn } from '#server/directory/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { carriedAnswers, findPublished, getVersion } from '#server/procedures/index.ts'
import { prefilled, prefilledAtDesk } from './prefill.ts'
import { countDraftsOf, insertDraft } from './queries.ts'

/** Until when a draft is kept: so many days after it was last saved, by the rule set. */
export async function keptUntil({ db, now }: Call): Promise<Date> {
  const ruleSet = await ruleSetOn(db, vietnamDate(now))
  return new Date(now.getTime() + ruleSet.settings.draftKeptDays * 86_400_000)
}

/** Khai từ hồ sơ trước: what his earlier dossier says for this form; nothing when that procedure does not lead here. */
async function carriedFrom(call: Call, dossierCode: string, procedureCode: string): Promise<Record<string, unknown>> {
  const { dossier, procedure } = await viewDossier(call, { code: dossierCode })
  const { content } = await getVersion(call.db, procedure.versionId)
  const next = content.nextProcedures.find((each) => each.code === procedureCode)
  return next ? carriedAnswers(next, dossier.answers) : {}
}

type Answers = Record<string, unknown>
const isGroup = (value: unknown): value is Answers =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The carried answers win over what the account says: they are about this case. */
const joined = (known: Answers, carried: Answers): Answers => {
  const all = { ...known }
  for (const [name, value] of Object.entries(carried)) {
    const before = own(all, name)
    put(all, name, isGroup(value) && isGroup(before) ? joined(before, value) : value)
  }
  return all
}

/** @throws Refusal `filing.too-many-drafts` for a citizen who has as many forms open as the rule set allows. */
async function requirePlaceForDraft({ db, actor, now }: Call) {
  if (actor.kind !== 'citizen') return
  const most = (await ruleSetOn(db, vietnamDate(now))).settings.draftsPerAccount
  if ((await countDraftsOf(db, actor.id)) >= most) throw new Refusal('filing.too-many-drafts', { most })
}

/**
 * Opens a form to fill in (bản khai). A citizen for himself, filled with what is known of him; an official at a desk for the person before
 * him (`deskId`), with the desk's own unit as the place of receiving. `fromDossier`: the code of his earlier dossier that led here.
 */
export async function openDraft(
  call: Call,
  command: { procedureCode: string; deskId?: string | null; fromDossier?: string | null },
): Promise<{ id: string }> {
  const { db, actor, now } = call
  const on = vietnamDate(now)
  const version = await findPublished(db, command.procedureCode, on)
  if (!version?.content.form || !version.content.workflow)
    throw new Refusal('dossiers.not-fillable', { code: command.procedureCode })
  const official = actor.kind === 'official'
  if (actor.kind !== 'citizen' && !official) throw new Refusal('filing.sign-in-first')
  if (!official && !version.content.channels.includes('online')) throw new Refusal('dossiers.channel-not-open')
  if (official && !(command.deskId && may(actor, 'dossiers.file-at-desk', command.deskId)))
    throw new Refusal('dossiers.no-right', { act: 'file-at-desk' })
  const account = official ? undefined : await findAccount(db, actor.id)
  const directory = await loadDirectory(db, on)
  const served = command.deskId ? directory.servedBy(command.deskId) : []
  const commune = directory.communes().find((each) => served.includes(each.id))?.id
  // On a device without a code the number of the identity paper is typed, not shown.
  const closed = actor.owesIdentityCode ? { identityPaper: null, identityNumber: null } : {}
  const { form } = version.content
  const atDesk = commune ? prefilledAtDesk(form, commune, on) : {}
  const known = account ? prefilled(form, { ...account, ...closed }, on) : atDesk
  const carried = command.fromDossier ? await carriedFrom(call, command.fromDossier, version.content.code) : {}
  await requirePlaceForDraft(call)
  const id = newId(now)
  const expiresAt = await keptUntil(call)
  return inTransaction(call, async (within) => {
    await insertDraft(within.db, {
      ...{
        id,
        accountId: official ? null : actor.id,
        officialAccountId: official ? actor.id : null,
        deskId: command.deskId ?? null,
        postId: official ? (actor.postId ?? null) : null,
      },
      ...{
        procedureCode: version.content.code,
        procedureVersionId: version.id,
        receivingId: official ? (served[0] ?? null) : null,
      },
      ...{
        answers: joined(known, carried),
        filedHow: official ? 'assisted' : 'alone',
        now,
        expiresAt,
      },
    })
    return { id }
  })
}
