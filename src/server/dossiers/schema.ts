import { z } from 'zod'
import type { LookedAt } from '#server/files/index.ts'
import { MOST_MONEY } from '#server/platform/values/index.ts'
import { FilingChannel, FiledHow } from './vocabulary.ts'

export * from './vocabulary.ts'

export const ReturnBy = z.enum(['collect', 'post', 'electronic'])
export type ReturnBy = z.infer<typeof ReturnBy>

export const IdentityPaper = z.enum(['can-cuoc', 'cmnd', 'passport', 'none'])
export type IdentityPaper = z.infer<typeof IdentityPaper>

/** Whole đồng: money passes 2,147,483,647 every day (land use). */
export const Money = z.number().int().min(0).max(MOST_MONEY)

const line = (max: number) => z.string().trim().max(max)

/** Chủ hồ sơ: whose matter it is. A birth date may be a year only. */
export const Owner = z.object({
  kind: z.enum(['person', 'household', 'enterprise', 'agency']),
  name: line(1200).min(1),
  birth: z
    .string()
    .regex(/^\d{4}(-\d{2}(-\d{2})?)?$/)
    .nullish(),
  identityPaper: IdentityPaper.nullish(),
  identity: line(30).nullish(),
  taxCode: line(20).nullish(),
  phone: line(30).nullish(),
  email: line(200).nullish(),
  address: line(600).nullish(),
})
export type Owner = z.infer<typeof Owner>

/** Người nộp: who hands it in, and by what right if it is not the owner. */
export const Filer = z.object({
  accountId: z.uuid().nullish(),
  name: line(1200).min(1),
  identity: line(30).nullish(),
  phone: line(30).nullish(),
  email: line(200).nullish(),
  authorisation: line(400).nullish(),
})
export type Filer = z.infer<typeof Filer>

export const FiledDocument = z.object({
  documentKey: z.string(),
  documentName: z.string(),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  fileName: z.string(),
  mediaType: z.string(),
  sizeBytes: z.number().int().min(0),
})
export type FiledDocument = z.infer<typeof FiledDocument>

/**
 * A document whose file was looked at, with where it came from: a paper of the person's own store (`paperId`), set by our own acts and never
 * taken from outside.
 */
export type KeptDocument = FiledDocument & LookedAt & { paperId?: string | null }

/** What `fileDossier` takes: everything the system needs to have received it. */
export type FileDossier = {
  procedureVersionId: string
  receivingId: string
  channel: FilingChannel
  filedHow: FiledHow
  owner: Owner
  filer: Filer
  answers: Record<string, unknown>
  documents: KeptDocument[]
  sets: number
  returnBy: ReturnBy
  returnAddress: string | null
  /** The dossier it was handed over from. */
  transferredFrom?: string | null
  demonstration?: boolean
}

/** `later`: its original is shown when the result is collected (xuất trình khi đến nhận); the receipt does not list it as received. */
export const DocumentVerdict = z.enum(['there', 'missing', 'unusable', 'not-needed', 'later'])

/** What the desk ticked for one required document. */
export const DocumentCheck = z.object({
  documentKey: z.string(),
  verdict: DocumentVerdict,
  originals: z.number().int().min(0).max(999).nullish(),
  copies: z.number().int().min(0).max(999).nullish(),
  remark: line(1000).nullish(),
})
export type DocumentCheck = z.infer<typeof DocumentCheck>

const target = { dossierId: z.uuid(), revision: z.number().int().optional() }

export const AcceptDossier = z.object({
  ...target,
  checks: z.array(DocumentCheck).max(200),
  /** The case of the time limit, where the receiving official chooses. */
  timeLimitKey: z.string().nullish(),
  fee: z
    .object({
      state: z.enum(['none', 'due', 'paid', 'exempt']),
      receipt: line(60).nullish(),
      reason: line(400).nullish(),
      total: Money,
    })
    .nullish(),
})
export type AcceptDossier = z.infer<typeof AcceptDossier>

/** One thing that is missing: field or document, clause and remedy. */
export const CompletionItem = z.object({
  target: z.enum(['document', 'field', 'other']),
  targetKey: line(200),
  words: line(1000).min(1),
  clause: line(400).min(1),
  remedy: line(1000).min(1),
})
export type CompletionItem = z.infer<typeof CompletionItem>

export const AskCompletion = z.object({
  ...target,
  items: z.array(CompletionItem).max(50),
  checks: z.array(DocumentCheck).max(200),
})
export type AskCompletion = z.infer<typeof AskCompletion>

/** What is supplied for the items of a round: files and words by item, corrected answers by the path of their question. */
export type SupplyCompletion = {
  dossierId: string
  revision?: number | undefined
  files: (LookedAt & {
    item: number
    sha256: string
    fileName: string
    mediaType: string
    sizeBytes: number
    pages?: number | null
  })[]
  answers?: Record<string, unknown>
  itemWords?: Record<string, string>
  /** Kept files that are taken back. */
  removed?: readonly string[]
  /** At the desk: items received on paper. */
  received?: readonly number[]
  words?: string | null
}

export const DeclineDossier = z.object({
  ...target,
  reason: line(2000),
  clause: line(400),
  /** The right place, in words; obligatory. */
  rightPlace: line(600),
  /** The organisation that is handed what was typed and attached, in the same act. */
  handOverTo: z.string().nullish(),
})
export type DeclineDossier = z.infer<typeof DeclineDossier>

export const WithdrawDossier = z.object({ ...target, reason: line(1000).nullish() })
export type WithdrawDossier = z.infer<typeof WithdrawDossier>

export const TakeStep = z.object({
  ...target,
  act: z.string(),
  remark: line(4000).nullish(),
  /** Of an assignment: to which post, with which due time. */
  assignTo: z.string().nullish(),
  dueAt: z.coerce.date().nullish(),
  /** Of a refusal: the clause it rests on. */
  clause: line(400).nullish(),
  /** Of an act that wants something confirmed: that it was ticked. */
  confirmed: z.boolean().nullish(),
  /** Of a step that a body outside takes: the key of its answer. */
  answer: line(60).nullish(),
  /** Of a numbering step. */
  resultNumber: line(100).nullish(),
  resultOn: z.iso.date().nullish(),
})
export type TakeStep = z.infer<typeof TakeStep>

/** What the desk noted of phí, lệ phí: the number of the payment receipt when paid, the reason when exempt. */
export const FeeNote = z.object({
  state: z.enum(['paid', 'exempt', 'due']),
  total: Money,
  receipt: line(60).nullish(),
  reason: line(400).nullish(),
})
export type FeeNote = z.infer<typeof FeeNote>

export const ReturnResult = z.object({
  ...target,
  by: ReturnBy,
  /** Who collected it and with what identity paper; the number of the postal item; the address of the electronic copy. */
  collectedBy: line(400).nullish(),
  collectedPaper: line(200).nullish(),
  relation: line(200).nullish(),
  postNumber: line(100).nullish(),
  originalsShown: z.boolean().nullish(),
  /** What is still owed, noted in the same act. */
  fee: FeeNote.nullish(),
})
export type ReturnResult = z.infer<typeof ReturnResult>

export const RecordFee = FeeNote.extend(target)
export type RecordFee = z.infer<typeof RecordFee>

/** Asking a co-operating body for its opinion beside the main way; `consult` is its place in the step's list. */
export const AskOpinion = z.object({ ...target, consult: z.number().int().min(0), question: line(2000) })
export type AskOpinion = z.infer<typeof AskOpinion>

/** Its answer: the key of one of the choices, with words unless a file was added. */
export const AnswerOpinion = z.object({
  ...target,
  taskId: z.uuid(),
  answer: line(60).nullish(),
  words: line(4000).nullish(),
})
export type AnswerOpinion = z.infer<typeof AnswerOpinion>

/** A paper an official adds while holding the dossier: what he works with, or the result itself. */
export type AttachPaper = {
  dossierId: string
  revision?: number | undefined
  kind: 'working' | 'result'
  document: KeptDocument
}

export const ReassignTask = z.object({
  ...target,
  postId: z.string().nullable(),
  dueAt: z.coerce.date().nullish(),
  reason: line(1000).nullish(),
})
export type ReassignTask = z.infer<typeof ReassignTask>

export const ReceiveTask = z.object(target)
export type ReceiveTask = z.infer<typeof ReceiveTask>
