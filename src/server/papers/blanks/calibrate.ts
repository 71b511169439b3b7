import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { putCalibration } from './queries.ts'
import { readCommand, BlankKind, requireKeeper } from './schema.ts'

/** Hiệu chỉnh máy in: how far right (x) and down (y) everything is moved, in millimetres, for one printer and one kind of blank. */
export const CalibratePrinter = z.strictObject({
  organisationId: z.string(),
  printer: z.string().trim().min(1).max(80),
  kind: BlankKind,
  x: z.number().min(-30).max(30),
  y: z.number().min(-30).max(30),
})
export type CalibratePrinter = z.infer<typeof CalibratePrinter>

export async function calibratePrinter(call: Call, input: CalibratePrinter): Promise<void> {
  const command = readCommand(CalibratePrinter, input)
  requireKeeper(call, command.organisationId)
  return inTransaction(call, async (within) => {
    await putCalibration(within.db, command, within.actor.id, within.now)
    recordAudit(within, 'blanks.calibrated', command.organisationId, command.printer, { ...command })
  })
}
