import { z } from 'zod'
import { Audience, Channel, CompetenceCase, Condition, Duration, FieldPath, FromPaper, Tier } from './vocabulary.ts'
import { OwnerFields } from './owner-fields.ts'
import { Workflow } from './workflow-schema.ts'

/**
 * The content of one version of an administrative procedure (thủ tục hành chính). A published version never changes,
 * so a dossier that names its version keeps fees, time limits, required documents, form and workflow of its day.
 * Law: NĐ 61/2018 art. 15 and TT 02/2017/TT-VPCP (the eleven things to be published).
 */

export * from './vocabulary.ts'
export * from './owner-fields.ts'
export * from './workflow-schema.ts'

/** Thời hạn giải quyết: one case. The first case whose `when` holds applies; a case with `chosenAtDesk` is offered to the receiving official. */
export const TimeLimit = Duration.extend({
  key: z.string(),
  name: z.string(),
  when: Condition.optional(),
  chosenAtDesk: z.boolean().default(false),
  /** Periods not counted, in plain Vietnamese. */
  notCounted: z
    .array(
      z.enum(['completion', 'payment', 'public-posting', 'expert-opinion', 'time-at-commune', 'applicant-revises']),
    )
    .default([]),
  legalBasis: z.string().optional(),
  unverified: z.boolean().default(false),
})
export type TimeLimit = z.infer<typeof TimeLimit>

/** Phí (charge) or lệ phí (fee), in đồng. `amount: null` = set by another text, see `note`. */
export const Fee = z.strictObject({
  key: z.string(),
  kind: z.enum(['charge', 'fee']),
  name: z.string(),
  per: z.enum(['dossier', 'copy', 'page', 'case', 'certificate', 'device']),
  amount: z.number().int().min(0).nullable(),
  /** From the n-th unit on another amount: certified copies 2.000 đ a page, from the third page 1.000 đ. */
  steps: z.array(z.strictObject({ from: z.number().int().min(2), amount: z.number().int().min(0) })).default([]),
  ceiling: z.number().int().optional(),
  /** Path of the answer that holds how many units; 1 when absent. */
  quantityField: FieldPath.optional(),
  /** Path of the answer that holds for how many copies the sum is paid: 2.000 đ a page, three copies. 1 when absent. */
  copiesField: FieldPath.optional(),
  when: Condition.optional(),
  exempt: z.array(z.string()).default([]),
  reduced: z.array(z.strictObject({ group: z.string(), amount: z.number().int().min(0) })).default([]),
  channelFactors: z
    .array(
      z.strictObject({
        channel: Channel,
        factor: z.number().min(0).max(1),
        from: z.iso.date().optional(),
        to: z.iso.date().optional(),
        legalBasis: z.string().optional(),
      }),
    )
    .default([]),
  legalBasis: z.string().optional(),
  validFrom: z.iso.date().optional(),
  validTo: z.iso.date().optional(),
  note: z.string().optional(),
  unverified: z.boolean().default(false),
})
export type Fee = z.infer<typeof Fee>

/** Thành phần hồ sơ: one paper to hand in (nộp) or only to show (xuất trình). */
export const RequiredDocument = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string(),
  need: z.enum(['submit', 'show']),
  form: z.enum(['original', 'copy', 'certified-copy', 'electronic', 'any']),
  originals: z.number().int().min(0).default(0),
  copies: z.number().int().min(0).default(0),
  /** True for the declaration that the e-form itself makes: nothing to upload. */
  madeByForm: z.boolean().default(false),
  when: Condition.optional(),
  /** The condition in plain words, "nếu …". */
  whenWords: z.string().optional(),
  /** Welcome but not obligatory. */
  optional: z.boolean().default(false),
  /** Not asked for when this register already holds it. */
  heldByRegister: z.string().optional(),
  fromPaper: FromPaper.optional(),
  /** Filed online: the original is shown when the result is collected. */
  originalShownAtCollection: z.boolean().default(false),
  hint: z.string().optional(),
  blankForm: z.string().optional(),
  /** Of a declaration made by the form: the key of the paper template with the State's own wording; the generic one sets it when none is named. */
  template: z
    .string()
    .regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/)
    .optional(),
  legalBasis: z.string().optional(),
  unverified: z.boolean().default(false),
})
export type RequiredDocument = z.infer<typeof RequiredDocument>

/** Kết quả: what the citizen gets. */
export const Result = z.strictObject({
  key: z.string(),
  name: z.string(),
  kind: z.enum([
    'state-blank',
    'card',
    'decision',
    'permit',
    'certificate',
    'extract',
    'certified-copy',
    'note-on-paper',
    'answer',
    'minutes',
    'data',
  ]),
  /** Sổ or series the number comes from, in words: "Sổ đăng ký khai sinh". */
  numberSeries: z.string().optional(),
  /** What stands after the number and a slash, where the law fixes it: "{year}" in the books of civil status. */
  symbol: z.string().max(40).optional(),
  signer: z.string().optional(),
  copies: z.string().optional(),
  /** How many originals (bản chính) are printed on State blanks, each with its serial; one unless the law says otherwise. */
  originals: z.number().int().min(1).max(4).optional(),
  /** When the State blank must be printed; always unless a case is named (a change may also be noted on the certificate there is). */
  blankWhen: Condition.optional(),
  validity: z.string().optional(),
  electronic: z.boolean().default(false),
  /** Key of the paper template of the result; of its refusal; of what is printed onto a State blank; of the words laid on an existing paper. */
  template: z.string().optional(),
  templateRefusal: z.string().optional(),
  templateBlank: z.string().optional(),
  templateNote: z.string().optional(),
  /** A result beside the main one (ghi chú trên giấy cũ cùng với trích lục): a paper of its own, prepared and signed with it or after it. */
  beside: z.boolean().optional(),
  /** Rows of answers for each of which the dossier has one more of this result, with a number of its own: `paper.others` of chứng thực. */
  eachOf: z.string().optional(),
})
export type Result = z.infer<typeof Result>

export const LegalBasis = z.strictObject({ number: z.string(), title: z.string(), clause: z.string().optional() })

/**
 * Thủ tục liên quan: what people need after this one, in the words of its case ("Người mất là người có công: mai táng phí").
 * `carries` fills the next form from this dossier: path there -> path here.
 */
export const NextProcedure = z.strictObject({
  code: z.string().regex(/^[0-9A-Z.]{3,40}$/),
  words: z.string().min(1).max(200),
  when: Condition.optional(),
  carries: z.record(FieldPath, FieldPath).optional(),
})
export type NextProcedure = z.infer<typeof NextProcedure>

/** A JSON Schema 2020-12 object with our layout hints; checked by `forms/form-schema.ts`. */
export const FormSchema = z.looseObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
  type: z.literal('object'),
  title: z.string(),
  properties: z.record(z.string(), z.looseObject({ type: z.literal('object'), title: z.string() })),
})
export type FormSchema = z.infer<typeof FormSchema>

export const ProcedureContent = z.strictObject({
  code: z.string().regex(/^[0-9A-Z.]{3,40}$/),
  name: z.string().min(1).max(2000),
  /** The name people use, at most 60 letters: "Khai sinh". */
  shortName: z.string().max(80).optional(),
  field: z.string(),
  ministry: z.string().optional(),
  tier: Tier,
  tiers: z.array(Tier).min(1),
  level: z.union([z.literal(2), z.literal(3), z.literal(4)]),
  /** Why the applicant must appear, when the law wants it. */
  presence: z.string().optional(),
  audiences: z.array(Audience).min(1),
  channels: z.array(Channel).min(1),
  sensitive: z.boolean().default(false),
  /** Result at once: no receipt unless asked (NĐ 61/2018 art. 17.4). */
  immediate: z.boolean().default(false),
  /** One or two plain sentences: what this is for and who needs it. */
  summary: z.string().optional(),
  /** Trình tự thực hiện. */
  sequence: z.array(z.string()).default([]),
  /** Cách thức thực hiện, in words. */
  manner: z.string().optional(),
  /** Cách thức thực hiện as a catalogue gives them: each way of handing in with its own time limit and fee. */
  methods: z
    .array(
      z.strictObject({
        channel: Channel,
        time: Duration.optional(),
        fee: z.string().optional(),
        note: z.string().optional(),
      }),
    )
    .optional(),
  sets: z.number().int().min(1).default(1),
  timeLimits: z.array(TimeLimit).default([]),
  timeLimitText: z.string().optional(),
  fees: z.array(Fee).default([]),
  feeText: z.string().optional(),
  requiredDocuments: z.array(RequiredDocument).default([]),
  /** Cơ quan thực hiện, in words, as published. */
  implementingBody: z.string(),
  receivingBody: z.string().optional(),
  cooperatingBodies: z.array(z.string()).default([]),
  decidingBody: z.string().optional(),
  receiving: z.array(CompetenceCase).default([]),
  handling: z.array(CompetenceCase).default([]),
  form: FormSchema.nullable().default(null),
  owner: OwnerFields.nullable().default(null),
  results: z.array(Result).default([]),
  conditions: z.array(z.string()).default([]),
  legalBases: z.array(LegalBasis).default([]),
  workflow: Workflow.nullable().default(null),
  /** What people type when they look for it. */
  aliases: z.array(z.string()).default([]),
  lifeEvents: z
    .array(
      z.enum([
        'birth',
        'school',
        'work',
        'marriage',
        'house-land',
        'vehicle',
        'business',
        'illness-disability',
        'old-age',
        'merit',
        'death',
        'papers',
      ]),
    )
    .default([]),
  /** Statements that no original text was seen for: shown as "chưa kiểm chứng". */
  unverified: z.array(z.string()).default([]),
  /** Offered on the page of the procedure and, by case, on the settled dossier. */
  nextProcedures: z.array(NextProcedure).default([]),
  successor: z.strictObject({ from: z.iso.date(), words: z.string() }).optional(),
})
export type ProcedureContent = z.infer<typeof ProcedureContent>
