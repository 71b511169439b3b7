import { z } from 'zod'

/** Where a paper stands that is to take the place of an issued result. The database checks the same list. */
export const CorrectionState = z.enum(['draft', 'asked', 'signed', 'done', 'dropped'])
export type CorrectionState = z.infer<typeof CorrectionState>

/** Việc thay thế một kết quả đã cấp: the new paper on its way, while the old one still holds. */
export type Correction = {
  id: string
  resultId: string
  paperId: string
  data: Record<string, unknown>
  signerPostId: string
  reason: string
  state: CorrectionState
  preparedAt: Date
  preparedBy: string
}

export const PrepareCorrection = z.object({
  /** The paper that holds now. */
  paperId: z.uuid(),
  signerPostId: z.string().min(1).max(200),
  reason: z.string().trim().min(1).max(500),
  data: z.record(z.string(), z.unknown()),
})
export type PrepareCorrection = z.infer<typeof PrepareCorrection>
