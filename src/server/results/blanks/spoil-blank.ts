import { viewDossier } from '#server/dossiers/index.ts'
import { type BlankOfSubject, type PaperHouse, spoilBlank } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { takeBlanks, type TakeBlanks } from './take-blanks.ts'
import { blanksOf } from './world.ts'

export type SpoilBlankOfResult = TakeBlanks & {
  /** One, or all that wait: two originals are spoiled by one minutes. */
  spoiled: readonly { series: string; serial: number }[]
  reason: string
  /** Biên bản hủy phôi: number and day. */
  minutes: string
  /** In lại: the next serial is taken in the same act. */
  again: boolean
}

/**
 * Phôi hỏng: blanks of this dossier are marked spoiled with reason and minutes; printed again, the next serials take their place in the same
 * transaction. Whoever keeps the unit's blanks may spoil; printing again is for the holder. @throws Refusal `papers.blank-unknown`, those of `takeBlanks`.
 */
export function spoilBlankOfResult(
  call: Call,
  house: PaperHouse,
  command: SpoilBlankOfResult,
): Promise<BlankOfSubject[]> {
  return inTransaction(call, async (within) => {
    const { dossierId, spoiled, reason, minutes, again } = command
    await viewDossier(within, { id: dossierId })
    const blanks = await blanksOf(within, dossierId)
    for (const { series, serial } of spoiled) {
      const held = blanks.find((each) => each.series === series && each.serial === serial)
      if (!held) throw new Refusal('papers.blank-unknown', { series, serial })
      const { organisationId, kind } = held
      await spoilBlank(within, { organisationId, kind, series, serial, reason, minutes })
    }
    if (again) await takeBlanks(within, house, command)
    return blanksOf(within, dossierId)
  })
}
