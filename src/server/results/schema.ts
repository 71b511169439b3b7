import { z } from 'zod'

/** Where a prepared result stands. The database checks the same list. */
export const ResultState = z.enum(['draft', 'signed', 'sealed', 'complete', 'replaced'])
export type ResultState = z.infer<typeof ResultState>

export const ResultOutcome = z.enum(['grant', 'refuse'])
export type ResultOutcome = z.infer<typeof ResultOutcome>

/** Kết quả đang soạn: the paper an official prepares as result of a dossier, from draft to sealed and complete. */
export type DossierResult = {
  id: string
  dossierId: string
  resultKey: string
  outcome: ResultOutcome
  /** 0: the result of the dossier; above: one beside it (ghi chú, chứng thực of a further paper), with a number of its own. */
  part: number
  /** The attachment whose paper bears the words, of lời chứng and ghi chú. */
  laidOn: string | null
  /** None for a scan signed as an electronic copy. */
  templateKey: string | null
  data: Record<string, unknown>
  paperId: string
  state: ResultState
  preparedAt: Date
  preparedBy: string
  /** Why the step did not follow a signature made elsewhere; the code of the refusal. */
  stepFault: string | null
  attachmentId: string | null
}

/** Ký nháy: an approval of exactly these bytes. */
export type Approval = {
  resultId: string
  postId: string
  fileSha256: string
  byActor: string
  byName: string
  byTitle: string
  at: Date
}

const target = { dossierId: z.uuid(), revision: z.number().int().optional() }

export const PrepareResult = z.object({
  ...target,
  resultKey: z.string().max(100),
  data: z.record(z.string(), z.unknown()),
  /** Of lời chứng and ghi chú: the attachment they are laid on. */
  laidOn: z.uuid().nullish(),
})
export type PrepareResult = z.infer<typeof PrepareResult>

export const ChooseByHand = z.object({ ...target, reason: z.string().max(1000) })
export type ChooseByHand = z.infer<typeof ChooseByHand>

/** Ký tay trên giấy, as it was chosen: why, by whom, in which post, when. */
export type ByHand = {
  dossierId: string
  reason: string
  at: Date
  by: string
  postId: string
  byName: string
  byTitle: string
}
