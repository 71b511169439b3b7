import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { insertBlank, lockBlank, lockLotInUse, markSpoiled, moveLot } from './queries.ts'
import { readCommand, requireKeeper, serialWords, SpoilBlank } from './schema.ts'

/**
 * Hủy phôi hỏng, with reason and minutes (biên bản): one that was used and is spoiled in printing or sealing, or the next of the lot that is
 * found damaged before use. A spoiled blank stays in the register for good. @throws Refusal
 */
export async function spoilBlank(call: Call, input: SpoilBlank): Promise<{ words: string }> {
  const command = readCommand(SpoilBlank, input)
  requireKeeper(call, command.organisationId)
  return inTransaction(call, async (within) => {
    const { organisationId, kind, series, serial, reason, minutes } = command
    const words =
      series !== undefined && serial !== undefined
        ? await spoilTaken(within, { organisationId, kind, series, serial, reason, minutes })
        : await spoilNext(within, command)
    recordAudit(within, 'blanks.spoiled', organisationId, words, { kind, reason, minutes })
    return { words }
  })
}

type Taken = Required<Pick<SpoilBlank, 'series' | 'serial'>> & SpoilBlank

async function spoilTaken({ db, actor, now }: Call, taken: Taken & { series: string; serial: number }) {
  const held = await lockBlank(db, taken)
  if (!held) throw new Refusal('papers.blank-unknown', { series: taken.series, serial: taken.serial })
  if (held.state === 'spoiled')
    throw new Refusal('papers.blank-spoiled', { series: taken.series, serial: taken.serial })
  await markSpoiled(db, taken, actor.id, now)
  return serialWords(held, taken.serial)
}

async function spoilNext({ db, actor, now }: Call, command: SpoilBlank) {
  const lot = await lockLotInUse(db, command.organisationId, command.kind)
  if (!lot) throw new Refusal('papers.blank-none', { kind: command.kind })
  await moveLot(db, lot.id)
  const place = { kind: lot.kind, series: lot.series, serial: lot.next, lotId: lot.id, takenAt: now }
  const spoiled = { state: 'spoiled' as const, reason: command.reason, minutes: command.minutes }
  await insertBlank(db, { ...place, ...spoiled, paperId: null, subject: '', of: null, printer: null }, actor.id)
  return serialWords(lot, lot.next)
}
