import { createHash, randomBytes } from 'node:crypto'
import { addDuration, getWorkCalendar } from '#server/directory/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { applicableTimeLimit, documentsFor, nextStep, type ProcedureContent, stepOf } from '#server/procedures/index.ts'
import { moveTask } from '#server/workflow/index.ts'
import { turnIn } from './citizen-turn.ts'
import { change, lockDossier, tell } from './change.ts'
import { timelinessOf } from './clock.ts'
import { saveDocumentChecks } from './desk-queries.ts'
import { takeFeeTotal } from './fee-total.ts'
import { keptUntil, taskOf } from './next-task.ts'
import { holderWords } from './place.ts'
import type { Dossier, DossierPatch } from './queries.ts'
import { feeFaults } from './record-fee.ts'
import { requireHis, requireRight } from './rights.ts'
import type { AcceptDossier, DocumentCheck } from './schema.ts'

export type Accepted = { id: string; code: string; dueAt: Date; receiptSecret: string }

export const hashOfSecret = (secret: string) => createHash('sha256').update(secret).digest()

/**
 * Whether the desk may accept (tiếp nhận): every paper asked for in this case is there, to be shown later where the law lets it, or not
 * needed; a fee that was paid has its receipt. @throws Refusal all at once: `dossiers.papers-missing`, `dossiers.papers-unchecked`, those of `feeFaults`.
 */
export function decideAcceptance(
  content: ProcedureContent,
  answers: unknown,
  on: string,
  checks: readonly DocumentCheck[],
  fee: AcceptDossier['fee'] = null,
) {
  const verdicts = new Map(checks.map((check) => [check.documentKey, check.verdict]))
  const needed = documentsFor(content, answers, on).filter((each) => !each.optional && !each.madeByForm)
  const lacks = (each: (typeof needed)[number]) =>
    ['missing', 'unusable'].includes(verdicts.get(each.key) ?? '') ||
    (verdicts.get(each.key) === 'later' && !each.originalShownAtCollection)
  const missing = needed.filter(lacks)
  const unchecked = needed.filter((each) => !verdicts.has(each.key))
  const told = (code: string, papers: typeof needed) =>
    papers.length > 0 && new Refusal(code, { names: papers.map((each) => each.name) }, `checks.${papers[0]!.key}`)
  const noted = fee && fee.state !== 'none' ? feeFaults({ ...fee, state: fee.state }, 'fee.') : []
  refuseAll([told('dossiers.papers-missing', missing), told('dossiers.papers-unchecked', unchecked), ...noted])
}

/** What the desk noted of the fee; nothing owed when it comes to nothing. */
const feePatch = (fee: AcceptDossier['fee']): DossierPatch =>
  fee
    ? {
        feeState: fee.state === 'due' && fee.total === 0 ? 'none' : fee.state,
        feeTotal: takeFeeTotal(fee.total),
        feeReceipt: fee.receipt ?? null,
      }
    : {}

/**
 * Accepts a complete dossier: the clock starts, the due date is set, the secret of the receipt is made, and the dossier is handed to the
 * holder of the next step. Law: NĐ 61/2018 art. 17.
 */
export function acceptDossier(call: Call, command: AcceptDossier): Promise<Accepted> {
  return inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const world = await lockDossier(within, 'accept', command)
    const { dossier, version, directory, ruleSet, on } = world
    const open = requireHis(actor, world.step)
    requireRight(actor, 'dossiers.accept', dossier.deskId)
    const { content } = version
    decideAcceptance(content, dossier.answers, on, command.checks, command.fee)
    const limit = applicableTimeLimit(content, dossier.answers, on, command.timeLimitKey)
    if (!limit) throw new Refusal('dossiers.no-time-limit', { code: content.code })
    const { cutOff } = ruleSet.settings
    const calendar = await getWorkCalendar(db, dossier.handlingId, vietnamDate(now))
    const dueAt = addDuration(calendar, now, limit, cutOff)
    const first = stepOf(content, open.stepKey)
    const taken = first.acts[0]!
    const next = nextStep(content, first, taken.key, dossier.answers, on)
    if (!next) throw new Refusal('dossiers.not-fillable', { code: content.code })
    const { task, holder } = await taskOf(within, next, { id: dossier.id, seq: open.seq + 1, place: dossier }, world, {
      dueAt: next.kind === 'return' ? keptUntil(now, dueAt, ruleSet) : null,
    })
    await saveDocumentChecks(db, dossier.id, command.checks, now, actor.id)
    const end = { taskId: open.id, at: now, by: actor.postId ?? actor.id, outcome: taken.key, remark: null }
    if (!(await moveTask(db, end, task))) throw new Refusal('dossiers.changed-meanwhile')
    const receiptSecret = randomBytes(12).toString('base64url')
    const settled = next.kind === 'return'
    const patch: DossierPatch = {
      ...{ state: settled ? 'settled' : 'accepted', acceptedAt: now, timeLimitKey: limit.key, dueAt },
      ...(settled ? { settledAt: now, timeliness: timelinessOf(dueAt, now) } : {}),
      ...{
        stepKey: next.key,
        stepName: next.name,
        holderId: holder.organisationId,
        holderWords: holderWords(directory, holder),
      },
      ...feePatch(command.fee),
      receiptSecretHash: hashOfSecret(receiptSecret),
    }
    const facts = { limit: { amount: limit.amount, unit: limit.unit }, cutOff, dueAt, limitName: limit.name }
    await change(within, dossier, patch, { kind: 'accepted', facts, chain: dossier.receivingId })
    if (!settled && turnIn(next)) tell(within, { ...dossier, ...patch } as Dossier, 'your-turn')
    return { id: dossier.id, code: dossier.code!, dueAt, receiptSecret }
  })
}
