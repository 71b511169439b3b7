import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { insertBlank, lockLotInUse, moveLot } from './queries.ts'
import { readCommand, requireKeeper, serialWords, UseBlank } from './schema.ts'

export type TakenBlank = { series: string; serial: number; words: string }

/**
 * Dùng phôi: the next serial of the lot in use goes to a paper. Serials are taken in order, so that received = used + spoiled + remaining at
 * any time; two at once get two serials. @throws Refusal `papers.blank-none`
 */
export async function takeBlank(call: Call, input: UseBlank): Promise<TakenBlank> {
  const command = readCommand(UseBlank, input)
  requireKeeper(call, command.organisationId)
  return inTransaction(call, async (within) => {
    const lot = await lockLotInUse(within.db, command.organisationId, command.kind)
    if (!lot) throw new Refusal('papers.blank-none', { kind: command.kind })
    const { kind, series } = lot
    await moveLot(within.db, lot.id)
    const place = { kind, series, serial: lot.next, lotId: lot.id, takenAt: within.now }
    const used = { state: 'used' as const, paperId: command.paperId ?? null, subject: command.subject }
    const tied = { of: command.of ?? null, printer: command.printer ?? null }
    await insertBlank(within.db, { ...place, ...used, ...tied, reason: null, minutes: null }, within.actor.id)
    const words = serialWords(lot, lot.next)
    recordAudit(within, 'blanks.used', command.organisationId, words, {
      ...{ kind, subject: command.subject },
      ...(command.of ? { copy: command.of.copy } : {}),
      ...(command.paperId ? { paper: command.paperId } : {}),
    })
    return { series, serial: lot.next, words }
  })
}
