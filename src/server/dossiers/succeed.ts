import { type Directory, type Holder, loadDirectory, resolveHolder } from '#server/directory/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { communesNamed, getVersion, type ProcedureContent, type Step, stepOf } from '#server/procedures/index.ts'
import { endTask, insertTask, listTasks, moveTask, type NewTask, type Task } from '#server/workflow/index.ts'
import { change } from './change.ts'
import { holderWords, type Place } from './place.ts'
import { type Dossier, findDossierForUpdate, type OpenStep } from './queries.ts'
import { listHeldByEnded } from './succession-queries.ts'

const AT_ONCE = 200

/**
 * Who carries on a dossier whose units have ended: for each, the commune of today that the answers name where the rule of its version
 * looks, else the main successor of the unit. Units that still stand keep what they have.
 */
export function decideSuccession(
  content: ProcedureContent,
  dossier: Place & Pick<Dossier, 'answers'>,
  directory: Directory,
  on: string,
): Place {
  const carried = (id: string, cases: ProcedureContent['receiving']) => {
    if (directory.organisation(id)) return id
    const heirs = directory.successors(id)
    const named = communesNamed(cases, dossier.answers, directory, on)
    return (
      named.find((each) => heirs.includes(each)) ?? (directory.wasOver(id) ? named[0] : undefined) ?? heirs[0] ?? id
    )
  }
  const handling = content.handling.length > 0 ? content.handling : content.receiving
  const receivingId = carried(dossier.receivingId, content.receiving)
  const handlingId = dossier.handlingId === dossier.receivingId ? receivingId : carried(dossier.handlingId, handling)
  const deskId = directory.organisation(dossier.deskId)
    ? dossier.deskId
    : (directory.deskOf(receivingId) ?? directory.successor(dossier.deskId))
  return { receivingId, handlingId, deskId }
}

/** Who holds an open task from now on: by the rule of its step at the new place; an opinion is asked of the same kind of unit there. */
function holderFor(
  directory: Directory,
  step: Step,
  task: Pick<Task, 'side' | 'stepName' | keyof Holder>,
  place: Place,
) {
  if (!task.side) return resolveHolder(directory, step.holder, place)
  const consult = step.consults.find((each) => task.stepName.endsWith(each.body))
  if (consult) return resolveHolder(directory, { role: task.role, unit: consult.unit }, place)
  return resolveHolder(
    directory,
    { role: task.role, unit: { of: 'fixed', organisation: directory.successor(task.organisationId) } },
    place,
  )
}

/** Ends the task where it lay and begins it at the successor's, with the same step and the same time: nobody gains or loses a day. */
async function moveOpen(call: Call, task: Task | OpenStep, next: NewTask) {
  const end = { taskId: task.id, at: call.now, by: call.actor.id, outcome: 'succeeded', remark: null }
  if (!task.side) return moveTask(call.db, end, next)
  if (!(await endTask(call.db, end))) return false
  await insertTask(call.db, next)
  return true
}

/**
 * The successor carries a dossier on (kế thừa nhiệm vụ khi sắp xếp đơn vị hành chính): its place and open tasks go to the units that stand
 * today, in one transaction under its lock, audited in the chain of the successor. Code, version, rule set, clock and due date stay. Asked
 * again, or by two at once, it is done once. Answers whether anything moved.
 */
export async function succeedDossier(call: Call, dossierId: string): Promise<boolean> {
  if (call.actor.kind !== 'system') throw new Refusal('dossiers.no-right', { act: 'succeed' })
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const found = await findDossierForUpdate(db, dossierId)
    if (!found || found.dossier.endedAt) return false
    const { dossier } = found
    const directory = await loadDirectory(db, vietnamDate(now))
    const { content } = await getVersion(db, dossier.procedureVersionId)
    const place = decideSuccession(content, dossier, directory, vietnamDate(dossier.filedAt))
    const open = (await listTasks(db, dossier.id)).filter(
      (task) => !task.doneAt && !directory.organisation(task.organisationId),
    )
    const before = { receivingId: dossier.receivingId, handlingId: dossier.handlingId, deskId: dossier.deskId }
    if (open.length === 0 && JSON.stringify(before) === JSON.stringify({ ...before, ...place })) return false
    const facts = { from: before.receivingId, to: place.receivingId, handling: place.handlingId, tasks: open.length }
    let holder: Holder | undefined
    for (const task of open) {
      const to = holderFor(directory, stepOf(content, task.stepKey), task, place)
      if (!task.side) holder = to
      const { id, thingId, stepKey, stepName, stepKind, dueAt, side } = task
      const next = { id: newId(now), thingId, stepKey, stepName, stepKind, ...to, postId: null, dueAt, side }
      const given = { givenAt: now, givenBy: within.actor.id, seq: side ? task.seq : task.seq + 1 }
      if (!(await moveOpen(within, { ...task, id }, { ...next, ...given })))
        throw new Refusal('dossiers.changed-meanwhile')
    }
    const held = holder ? { holderId: holder.organisationId, holderWords: holderWords(directory, holder) } : {}
    await change(within, dossier, { ...place, ...held }, { kind: 'succeeded', facts, chain: place.receivingId })
    return true
  })
}

/** Carries on every open dossier that lies with a unit that has ended, one transaction each: cut short, it goes on with the rest. */
export async function succeedUnits(call: Call): Promise<{ moved: number }> {
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  const ended = directory.ended()
  let moved = 0
  let after: string | undefined
  for (;;) {
    const ids = ended.length > 0 ? await listHeldByEnded(call.db, ended, after, AT_ONCE) : []
    for (const id of ids) if (await succeedDossier(call, id)) moved += 1
    after = ids.at(-1)
    if (ids.length < AT_ONCE) return { moved }
  }
}
