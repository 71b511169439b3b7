import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { listCalibrations } from './queries.ts'
import { askSpoiling, findPrinterChoice, foreseeBlank, hasReceivedLots } from './queries-of-subject.ts'
import type { BlankKind } from './schema.ts'

export type Printer = { name: string; x: number; y: number }
/** What stands ready to print a kind of blank in a unit. */
export type BlankStock = {
  /** Whether the unit keeps blanks of this kind: it has received a lot. */
  keeps: boolean
  next: { words: string; left: number } | null
  printers: Printer[]
  /** The printer this account chose last, when it is calibrated still; else the first; none where none is calibrated. */
  printer: string | null
}

/** Phôi và máy in of a unit for a kind; the caller has asked whether the actor may see them. */
export async function stockOf({ db, actor }: Call, organisationId: string, kind: BlankKind): Promise<BlankStock> {
  const [keeps, next, calibrations, chosen] = await Promise.all([
    hasReceivedLots(db, organisationId, kind),
    foreseeBlank(db, organisationId, kind),
    listCalibrations(db, organisationId),
    findPrinterChoice(db, actor.id, organisationId, kind),
  ])
  const printers = calibrations
    .filter((each) => each.kind === kind)
    .map(({ printer, x, y }): Printer => ({ name: printer, x, y }))
  const printer =
    chosen === null ? null : (printers.find((each) => each.name === chosen)?.name ?? printers[0]?.name ?? null)
  return { keeps, next: next ?? null, printers, printer }
}

/**
 * Kết quả bị trả lại sau khi in: its blanks do not stay used in silence, they wait to be marked spoiled and stand first in the register. The
 * caller has asked for the right to the act that sends it back.
 */
export function askBlanksSpoiled(
  call: Call,
  command: { organisationId: string; of: { kind: string; id: string }; reason: string },
): Promise<void> {
  return inTransaction(call, async (within) => {
    const asked = await askSpoiling(within.db, command.of, command.reason, within.now)
    for (const words of asked)
      recordAudit(within, 'blanks.returned', command.organisationId, words, { reason: command.reason })
  })
}
