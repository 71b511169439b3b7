import { addWorkingMinutes, getWorkCalendar } from '#server/directory/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { documentsFor, type ProcedureContent, stepOf } from '#server/procedures/index.ts'
import { insertTask, listTasks } from '#server/workflow/index.ts'
import { change, type Locked, lockDossier } from '../change.ts'
import { listCompletionItems } from '../desk-queries.ts'
import { taskOf } from '../next-task.ts'
import { ownerFrom } from '../parties.ts'
import { holderWords } from '../place.ts'
import { type DossierPatch, insertAttachments } from '../queries.ts'
import type { SupplyCompletion } from '../schema.ts'
import { type AskedItem, decideSupply } from './decide.ts'
import {
  clearSupply,
  type CompletionFile,
  findSupply,
  insertCompletionFile,
  listCompletionFiles,
  markSupplied,
  removeCompletionFile,
  saveSupply,
} from './queries.ts'

/** As many files for one round; a paper has rarely more than twenty pages. */
const MOST_FILES = 100

/** Whether the filer themself acts. @throws Refusal `dossiers.not-yours`. */
function requireFilerOrDesk({ actor }: Call, { dossier }: Locked): 'filer' | 'desk' {
  if (actor.kind === 'citizen' && dossier.filerAccountId === actor.id) return 'filer'
  if (!may(actor, 'dossiers.file-at-desk', dossier.deskId)) throw new Refusal('dossiers.not-yours')
  return 'desk'
}

/** The items that wait, all of the last round. */
async function waitingItems(call: Call, dossierId: string) {
  const items = (await listCompletionItems(call.db, dossierId)).filter(({ suppliedAt }) => !suppliedAt)
  return { items, round: items.at(-1)?.round ?? 0 }
}

/** Puts what came now over what was kept before: files by item, answers by question. */
async function keepAll(call: Call, command: SupplyCompletion, round: number, items: readonly AskedItem[]) {
  const { db, now } = call
  const { dossierId } = command
  const kept = await findSupply(db, dossierId, round)
  const supply = {
    answers: { ...kept.answers, ...command.answers },
    words: { ...kept.words, ...command.itemWords },
    note: command.words ?? kept.note,
  }
  await saveSupply(db, dossierId, round, supply, now)
  for (const id of command.removed ?? []) await removeCompletionFile(db, dossierId, id)
  const before = await listCompletionFiles(db, dossierId, round)
  const fresh = command.files.filter(
    ({ item, sha256 }) =>
      items.some((each) => each.item === item) && !before.some((each) => each.item === item && each.sha256 === sha256),
  )
  if (before.length + fresh.length > MOST_FILES) throw new Refusal('filing.too-many-files', { most: MOST_FILES })
  for (const file of fresh)
    await insertCompletionFile(db, dossierId, { ...file, id: newId(now), round, pages: file.pages ?? null }, now)
  return { supply, files: await listCompletionFiles(db, dossierId, round) }
}

/**
 * Keeps what the filer has so far for the items asked for, without sending it: the dossier goes on waiting, and what still lacks is shown.
 * @throws Refusal `dossiers.not-yours`, `dossiers.not-possible`.
 */
export function keepCompletion(call: Call, command: SupplyCompletion): Promise<void> {
  return inTransaction(call, async (within) => {
    const world = await lockDossier(within, 'supply-completion', command)
    requireFilerOrDesk(within, world)
    const { items, round } = await waitingItems(within, command.dossierId)
    await keepAll(within, command, round, items)
  })
}

const nameOf = (content: ProcedureContent, world: Locked, item: AskedItem) =>
  item.target === 'document'
    ? (documentsFor(content, world.dossier.answers, world.on).find(({ key }) => key === item.targetKey)?.name ??
      item.words)
    : item.words

const attachmentsOf = (world: Locked, items: readonly AskedItem[], files: readonly CompletionFile[], now: Date) =>
  files.flatMap((file) => {
    const item = items.find((each) => each.item === file.item)
    if (!item) return []
    const documentKey = item.target === 'document' ? item.targetKey : `bo-sung-${item.round}-${item.item}`
    const documentName = nameOf(world.version.content, world, item)
    return [{ ...file, id: newId(now), documentKey, documentName, kind: 'completion' }]
  })

/** What the corrected answers say of the owner; nothing when they say what was known. */
function ownerPatch({ version, dossier }: Locked, answers: Record<string, unknown>): DossierPatch {
  const [was, is] = [dossier.answers, answers].map((each) => ownerFrom(version.content, each))
  if (JSON.stringify(was) === JSON.stringify(is) || !is) return {}
  return {
    ownerName: is.name,
    ownerSearch: fold(is.name),
    ownerBirth: is.birth ?? null,
    ownerIdentityPaper: is.identityPaper ?? null,
    ownerIdentity: is.identity ?? null,
    ownerTaxCode: is.taxCode ?? null,
    ownerPhone: is.phone ?? null,
    ownerAddress: is.address ?? null,
  }
}

/** The desk has the dossier again, with its hours anew to answer. */
async function backToDesk(call: Call, world: Locked): Promise<DossierPatch & { answerBy: Date }> {
  const { db, now } = call
  const { dossier, version, directory, ruleSet } = world
  const { content } = version
  const calendar = await getWorkCalendar(db, dossier.deskId, vietnamDate(now))
  const answerBy = addWorkingMinutes(calendar, now, ruleSet.settings.answerWithinWorkingHours * 60)
  const step = stepOf(content, dossier.stepKey ?? content.workflow!.steps[0]!.key)
  const seq = ((await listTasks(db, dossier.id)).at(-1)?.seq ?? 0) + 1
  const place = { id: dossier.id, seq, place: dossier }
  const { task, holder } = await taskOf(call, step, place, world, { dueAt: answerBy, at: now })
  await insertTask(db, task)
  return {
    state: 'filed',
    answerBy,
    holderId: holder.organisationId,
    holderWords: holderWords(directory, holder),
  }
}

/**
 * The filer, or the desk for them, sends what was asked for (nộp bổ sung), what was kept before included: only as a whole, each item supplied
 * by what it asked for. The desk has its hours anew to answer, counted from now. Law: NĐ 61/2018 art. 17.
 * @throws Refusal `dossiers.completion-lacks` with `faults` by item; nothing that came is lost when it was kept before.
 */
export function supplyCompletion(
  call: Call,
  command: SupplyCompletion,
): Promise<{ id: string; code: string; answerBy: Date }> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const world = await lockDossier(within, 'supply-completion', command)
    const { dossier, version, on } = world
    const who = requireFilerOrDesk(within, world)
    const { items, round } = await waitingItems(within, dossier.id)
    const { supply, files } = await keepAll(within, command, round, items)
    const supplied = {
      files: new Set(files.map(({ item }) => item)),
      answers: supply.answers,
      words: supply.words,
      received: new Set(who === 'desk' ? command.received : []),
    }
    const { supplies, faults, answers } = decideSupply(items, version.content.form, dossier.answers, supplied, on)
    if (faults.length > 0)
      throw new Refusal('dossiers.completion-lacks', { faults, list: faults.map(({ words }) => words) })
    const documents = attachmentsOf(world, items, files, now)
    await insertAttachments(db, dossier.id, documents, now, actor.id)
    await markSupplied(db, dossier.id, supplies, now)
    await clearSupply(db, dossier.id)
    const { answerBy, ...desk } = await backToDesk(within, world)
    const patch = { ...ownerPatch(world, answers), ...desk, answerBy, answers }
    const corrected = supplies.filter(({ by }) => by === 'answer').length
    const facts = {
      documents: documents.length,
      corrected,
      answerBy,
      words: supply.note || null,
      items: supplies.length,
    }
    await change(within, dossier, patch, { kind: 'completion-supplied', facts, chain: dossier.receivingId })
    return { id: dossier.id, code: dossier.code!, answerBy }
  })
}
