import {
  addWorkingMinutes,
  type Directory,
  getWorkCalendar,
  loadDirectory,
  ruleSetOn,
} from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { hasInk, plainLine } from '#server/platform/values/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  getVersion,
  mendAnswers,
  type ProcedureVersion,
  unknownCommunes,
  validateAnswers,
  validateAtDesk,
  visibleAnswers,
} from '#server/procedures/index.ts'
import { insertTask } from '#server/workflow/index.ts'
import { eventOf, tell } from './change.ts'
import { codeSeries } from './code.ts'
import { taskOf } from './next-task.ts'
import { holderWords, placeFor } from './place.ts'
import { takeFiler, takeOwner } from './parties.ts'
import { type Dossier, insertDossier } from './queries.ts'
import type { FileDossier } from './schema.ts'
import { searchWords } from './search-words.ts'

/** What the filer holds after sending: the code that never changes, and until when the desk answers. */
export type Filed = { id: string; code: string; answerBy: Date }

/**
 * Whether a dossier may be taken in: a published version in force, under the rule set of that day, that can be filed, through a channel it allows, with answers without
 * fault. Citizens file online; at the counter and by post an official does. Returns the answers that are asked in this case. Law: NĐ 61/2018 art. 17.
 */
export function decideFiling(
  version: ProcedureVersion,
  command: FileDossier,
  on: string,
  byCitizen: boolean,
  ruleSetId: string,
): Record<string, unknown> {
  const { content } = version
  const inForce =
    version.state === 'published' &&
    version.ruleSetId === ruleSetId &&
    version.effectiveFrom !== null &&
    version.effectiveFrom <= on &&
    (!version.effectiveTo || version.effectiveTo >= on)
  if (!inForce) throw new Refusal('dossiers.version-not-in-force', { code: content.code })
  if (!content.form || !content.workflow || !content.owner)
    throw new Refusal('dossiers.not-fillable', { code: content.code })
  if (byCitizen !== (command.channel === 'online'))
    throw new Refusal('dossiers.channel-not-open', { channel: command.channel })
  if (!content.channels.includes(command.channel))
    throw new Refusal('dossiers.channel-not-open', { channel: command.channel })
  if (command.returnBy === 'post' && !hasInk(command.returnAddress ?? ''))
    throw new Refusal('dossiers.return-address-missing')
  const answers = visibleAnswers(content.form, mendAnswers(content.form, command.answers), on)
  const check = command.channel === 'online' ? validateAnswers : validateAtDesk
  const faults = check(content.form, answers, on)
  if (faults.length > 0) throw new Refusal('dossiers.answers-incomplete', { faults })
  return answers
}

/** Each commune that an answer names is one of the directory, also one that was merged since. */
function decideCommunes(version: ProcedureVersion, answers: unknown, directory: Directory, on: string) {
  const known = (id: string) => directory.organisation(directory.successor(id)) !== undefined
  const faults = unknownCommunes(version.content.form!, answers, on, known)
  if (faults.length > 0) throw new Refusal('dossiers.answers-incomplete', { faults })
}

/**
 * Takes a dossier in (gửi hồ sơ): gives it the code of its unit and day, puts it before the desk and tells by when the desk answers.
 * A citizen files for himself or for another; an official only with the right at that desk.
 */
export function fileDossier(call: Call, command: FileDossier): Promise<Filed> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const on = vietnamDate(now)
    const [version, directory, ruleSet] = await Promise.all([
      getVersion(db, command.procedureVersionId),
      loadDirectory(db, on),
      ruleSetOn(db, on),
    ])
    const answers = decideFiling(version, command, on, actor.kind === 'citizen', ruleSet.id)
    decideCommunes(version, answers, directory, on)
    const owner = takeOwner(command.owner, on)
    const filer = takeFiler(command.filer)
    const place = placeFor(version.content, answers, command.receivingId, directory, on)
    if (actor.kind === 'official' && !may(actor, 'dossiers.file-at-desk', place.deskId))
      throw new Refusal('dossiers.no-right', { act: 'file-at-desk' })
    const calendar = await getWorkCalendar(db, place.deskId, on)
    const answerBy = addWorkingMinutes(calendar, now, ruleSet.settings.answerWithinWorkingHours * 60)
    const id = newId(now)
    const step = version.content.workflow!.steps[0]!
    const { task, holder } = await taskOf(
      within,
      step,
      { id, seq: 1, place },
      { directory, ruleSet },
      { dueAt: answerBy, at: now },
    )
    const dossier: Omit<Dossier, 'code' | 'revision' | 'lastSeq'> = {
      ...{ id, procedureCode: version.content.code, procedureVersionId: version.id, ruleSetId: ruleSet.id },
      ...{ state: 'filed', channel: command.channel, filedHow: command.filedHow, ...place },
      ...{
        ownerKind: owner.kind,
        ownerName: owner.name,
        ownerSearch: fold(owner.name),
        ownerBirth: owner.birth ?? null,
      },
      ...{ ownerIdentityPaper: owner.identityPaper ?? null, ownerIdentity: owner.identity ?? null },
      ...{ ownerTaxCode: owner.taxCode ?? null, ownerPhone: owner.phone ?? null, ownerEmail: owner.email ?? null },
      ...{ ownerAddress: owner.address ?? null, filerAccountId: filer.accountId ?? null, filerName: filer.name },
      ...{ filerIdentity: filer.identity ?? null, filerPhone: filer.phone ?? null, filerEmail: filer.email ?? null },
      ...{ authorisation: filer.authorisation ?? null, answers, sets: command.sets, returnBy: command.returnBy },
      ...{
        returnAddress: command.returnAddress === null ? null : plainLine(command.returnAddress) || null,
        filedAt: now,
        answerBy,
        acceptedAt: null,
        timeLimitKey: null,
        dueAt: null,
      },
      ...{ decidedAt: null, outcome: null, settledAt: null, timeliness: null, returnedAt: null, endedAt: null },
      ...{
        stepKey: step.key,
        stepName: step.name,
        holderId: holder.organisationId,
        holderWords: holderWords(directory, holder),
      },
      ...{ feeState: 'none', feeTotal: 0, feeReceipt: null, receiptSecretHash: null },
      ...{ transferredFrom: command.transferredFrom ?? null, demonstration: command.demonstration ?? false },
    }
    const documents = command.documents.map((each) => ({ ...each, id: newId(now), kind: 'submitted' }))
    const filed = eventOf(within, 'filed', { answerBy, documents: documents.length })
    const code = await insertDossier(db, {
      dossier,
      number: codeSeries(directory, ruleSet, place, now),
      events: [filed],
      documents,
      addedBy: actor.id,
      words: searchWords(
        { ownerName: owner.name, filerName: filer.name, answers },
        version.content.form,
        directory,
        on,
      ),
    })
    await insertTask(db, task)
    recordAudit(within, 'dossiers.filed', place.receivingId, id, { code })
    tell(within, { ...dossier, code, revision: 1, lastSeq: 1 }, 'filed')
    return { id, code, answerBy }
  })
}
