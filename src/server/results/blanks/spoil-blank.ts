import { viewDossier } from '#server/dossiers/index.ts'
import { type BlankOfSubject, type PaperHouse, spoilBlank } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeBlanks, type TakeBlanks } from './take-blanks.ts'
import { blanksOf } from './world.ts'

export type SpoilBlankOfResult = TakeBlanks & {
  series: string
  serial: number
  reason: string
  /** Biên bản hủy phôi: number and day. */
  minutes: string
  /** In lại: the next serial is taken in the same act. */
  again: boolean
}

/**
 * Phôi hỏng: a blank of this dossier is marked spoiled with reason and minutes; printed again, the next serial takes its place in the same
 * transaction. Whoever keeps the unit's blanks may spoil; printing again is for the holder. @throws Refusal `papers.blank-unknown`, those of `takeBlanks`.
 */
export function spoilBlankOfResult(
  call: Call,
  house: PaperHouse,
  command: SpoilBlankOfResult,
): Promise<BlankOfSubject[]> {
  return inTransaction(call, async (within) => {
    const { dossierId, series, serial, reason, minutes, again } = command
    await viewDossier(within, { id: dossierId })
    const held = (await blanksOf(within, dossierId)).find((each) => each.series === series && each.serial === serial)
    if (!held) throw new Refusal('papers.blank-unknown', { series, serial })
    const { organisationId, kind } = held
    await spoilBlank(within, { organisationId, kind, series, serial, reason, minutes })
    if (again) await takeBlanks(within, house, command)
    return blanksOf(within, dossierId)
  })
}
