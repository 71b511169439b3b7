import { z } from 'zod'

/**
 * The content of one version of an administrative procedure (thủ tục hành chính). A published version never changes,
 * so a dossier that names its version keeps fees, time limits, required documents, form and workflow of its day.
 * Law: NĐ 61/2018 art. 15 and TT 02/2017/TT-VPCP (the eleven things to be published).
 */

/** Answers are addressed by dotted paths, `section.field` (or `section.group.field`). */
export const FieldPath = z.string().regex(/^[a-z][A-Za-z0-9]*(\.[a-z][A-Za-z0-9]*)+$/)

/** A condition over earlier answers. A missing answer makes every comparison false. */
export type Condition =
  | { field: string; equals: string | number | boolean }
  | { field: string; in: (string | number)[] }
  | { field: string; atLeast: number }
  | { field: string; below: number }
  /** Age in full years on the day of filing, from a date (YYYY-MM-DD, or YYYY alone). */
  | { field: string; ageBelow: number }
  | { field: string; answered: boolean }
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }

export const Condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ field: FieldPath, equals: z.union([z.string(), z.number(), z.boolean()]) }),
    z.strictObject({ field: FieldPath, in: z.array(z.union([z.string(), z.number()])).min(1) }),
    z.strictObject({ field: FieldPath, atLeast: z.number() }),
    z.strictObject({ field: FieldPath, below: z.number() }),
    z.strictObject({ field: FieldPath, ageBelow: z.number() }),
    z.strictObject({ field: FieldPath, answered: z.boolean() }),
    z.strictObject({ all: z.array(Condition).min(1) }),
    z.strictObject({ any: z.array(Condition).min(1) }),
    z.strictObject({ not: Condition }),
  ]),
)

export const Tier = z.enum(['commune', 'district', 'province', 'centre'])
export type Tier = z.infer<typeof Tier>

/** Đối tượng thực hiện. */
export const Audience = z.enum(['citizen', 'household', 'business', 'organisation', 'agency', 'foreigner'])
export type Audience = z.infer<typeof Audience>

export const Channel = z.enum(['counter', 'post', 'online'])
export type Channel = z.infer<typeof Channel>

/**
 * Cơ quan có thẩm quyền, as a rule: the first case whose `when` holds decides.
 * - `residence`, `last-residence`, `place`: the unit of `tier` over the commune that an answer names; several `fields` = the applicant chooses.
 * - `keeper`: the unit that keeps the register entry; `fields` name the answer that tells where it was registered.
 * - `any`: whichever unit of `tier` the applicant chooses.
 * - `fixed`: the organisation named.
 */
export const CompetenceCase = z.strictObject({
  when: Condition.optional(),
  by: z.enum(['residence', 'last-residence', 'place', 'keeper', 'any', 'fixed']),
  fields: z.array(FieldPath).optional(),
  tier: Tier.optional(),
  organisation: z.string().optional(),
  /** Plain Vietnamese: "UBND cấp xã nơi cư trú của cha hoặc mẹ". */
  words: z.string().min(1),
})
export type CompetenceCase = z.infer<typeof CompetenceCase>

export const TimeUnit = z.enum(['working-hour', 'working-day', 'calendar-day', 'month', 'same-day'])
export type TimeUnit = z.infer<typeof TimeUnit>

/** `same-day`: result the same working day; received at or after the rule set's cut-off (15:00), the next working day. Its amount is 0. */
export const Duration = z.strictObject({ amount: z.number().min(0), unit: TimeUnit })
export type Duration = z.infer<typeof Duration>

/** Thời hạn giải quyết: one case. The first case whose `when` holds applies; a case with `chosenAtDesk` is offered to the receiving official. */
export const TimeLimit = Duration.extend({
  key: z.string(),
  name: z.string(),
  when: Condition.optional(),
  chosenAtDesk: z.boolean().default(false),
  /** Periods not counted, in plain Vietnamese. */
  notCounted: z
    .array(z.enum(['completion', 'payment', 'public-posting', 'expert-opinion', 'time-at-commune', 'applicant-revises']))
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
  when: Condition.optional(),
  exempt: z.array(z.string()).default([]),
  reduced: z.array(z.strictObject({ group: z.string(), amount: z.number().int().min(0) })).default([]),
  channelFactors: z
    .array(z.strictObject({ channel: Channel, factor: z.number().min(0).max(1), from: z.iso.date().optional(), to: z.iso.date().optional(), legalBasis: z.string().optional() }))
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
  /** Filed online: the original is shown when the result is collected. */
  originalShownAtCollection: z.boolean().default(false),
  hint: z.string().optional(),
  blankForm: z.string().optional(),
  legalBasis: z.string().optional(),
  unverified: z.boolean().default(false),
})
export type RequiredDocument = z.infer<typeof RequiredDocument>

/**
 * Vai trò of an official in a step: tiếp nhận, trưởng một cửa, lãnh đạo phòng, chuyên viên, lãnh đạo cơ quan, văn thư,
 * hội đồng, or a body outside that takes a step (police, tax, social insurance).
 */
export const Role = z.enum(['receiver', 'desk-head', 'division-head', 'officer', 'leader', 'records-clerk', 'council', 'outside'])
export type Role = z.infer<typeof Role>

/** What an organisation (division) or a post of a commune is there for. */
export const Function = z.enum([
  ...['civil-status', 'justice', 'construction', 'land', 'environment', 'labour', 'social', 'merit', 'finance-planning'],
  ...['industry-trade', 'culture', 'education', 'health', 'home-affairs', 'office', 'agriculture', 'inspection'],
  ...['land-registration', 'transport', 'driving-licence', 'vessel', 'science', 'radiation', 'information', 'procedure-control'],
  ...['emulation', 'civil-servants', 'employment', 'judicial-record', 'business-registration', 'data-centre', 'police', 'tax', 'insurance'],
])
export type Function = z.infer<typeof Function>

/**
 * The unit that holds a step.
 * - `desk`: the desk or counter that received the dossier · `receiving`: the organisation that desk serves where it was filed (a commune, a district committee, a department)
 * - `handling`: the organisation competent to settle it · `district`: the district committee above the receiving commune
 * - `district-desk`: the desk of that district · `fixed`: `organisation`.
 * With `function`, the part of that organisation that has it (a division); in a commune, the post that has it.
 */
export const StepUnit = z.strictObject({
  of: z.enum(['desk', 'receiving', 'handling', 'handling-desk', 'district', 'district-desk', 'fixed']),
  function: Function.optional(),
  organisation: z.string().optional(),
})
export type StepUnit = z.infer<typeof StepUnit>

/** What kind of work a step is; the right needed and the national status follow from it (`dossiers/state-machine.ts`). */
export const StepKind = z.enum([
  'receive', 'forward', 'assign', 'appraise', 'verify', 'council', 'public-posting', 'wait', 'check', 'decide', 'sign-book', 'number', 'print', 'pay', 'revise', 'return',
])
export type StepKind = z.infer<typeof StepKind>

export const StepAct = z.strictObject({
  key: z.string().regex(/^[a-z][a-z-]*$/),
  /** On the button, a verb first: "Trình lãnh đạo phòng". */
  label: z.string(),
  /** The next step, or null for the last act of all. */
  to: z.string().nullable(),
  /** A remark must be written: sending back, refusing. */
  remark: z.boolean().default(false),
  /** Only of a `decide` step: what is decided. */
  outcome: z.enum(['grant', 'refuse', 'other']).optional(),
})
export type StepAct = z.infer<typeof StepAct>

export const Step = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string(),
  kind: StepKind,
  holder: z.strictObject({ role: Role, unit: StepUnit }),
  allotted: Duration,
  /** Of a `wait` step: who is waited for, and until when it must answer. */
  waitsFor: z.strictObject({ body: z.string(), deadline: Duration, silenceMeansConsent: z.boolean().default(false) }).optional(),
  /** Bodies that may be asked for their opinion in parallel while this step runs. */
  consults: z.array(z.strictObject({ unit: StepUnit, body: z.string(), deadline: Duration, silenceMeansConsent: z.boolean().default(false) })).default([]),
  /** The whole clock does not run while the dossier is in this step. */
  clockStops: z.boolean().default(false),
  /** The step is taken only when this holds; else its first act is followed. */
  when: Condition.optional(),
  acts: z.array(StepAct).min(1),
  note: z.string().optional(),
})
export type Step = z.infer<typeof Step>

/** Quy trình nội bộ, as rows an official can read. The first step is the receiving one, the last returns the result. */
export const Workflow = z.strictObject({ steps: z.array(Step).min(2) })
export type Workflow = z.infer<typeof Workflow>

/** Kết quả: what the citizen gets. */
export const Result = z.strictObject({
  key: z.string(),
  name: z.string(),
  kind: z.enum(['state-blank', 'card', 'decision', 'permit', 'certificate', 'extract', 'certified-copy', 'note-on-paper', 'answer', 'minutes', 'data']),
  /** Sổ or series the number comes from, in words: "Sổ đăng ký khai sinh". */
  numberSeries: z.string().optional(),
  signer: z.string().optional(),
  copies: z.string().optional(),
  validity: z.string().optional(),
  electronic: z.boolean().default(false),
})
export type Result = z.infer<typeof Result>

export const LegalBasis = z.strictObject({ number: z.string(), title: z.string(), clause: z.string().optional() })

/** A JSON Schema 2020-12 object with our layout hints; checked by `forms/form-schema.ts`. */
export const FormSchema = z.looseObject({
  $schema: z.literal('https://json-schema.org/draft/2020-12/schema'),
  type: z.literal('object'),
  title: z.string(),
  properties: z.record(z.string(), z.looseObject({ type: z.literal('object'), title: z.string() })),
})
export type FormSchema = z.infer<typeof FormSchema>

/** Which answers name the owner of the dossier (chủ hồ sơ). */
export const OwnerFields = z.strictObject({
  kind: z.enum(['person', 'household', 'enterprise', 'agency']),
  name: FieldPath,
  identityPaper: FieldPath.optional(),
  identityNumber: FieldPath.optional(),
  birth: FieldPath.optional(),
  commune: FieldPath.optional(),
  address: FieldPath.optional(),
  phone: FieldPath.optional(),
  taxCode: FieldPath.optional(),
})

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
  lifeEvents: z.array(z.enum(['birth', 'school', 'work', 'marriage', 'house-land', 'vehicle', 'business', 'illness-disability', 'old-age', 'merit', 'death', 'papers'])).default([]),
  /** Statements that no original text was seen for: shown as "chưa kiểm chứng". */
  unverified: z.array(z.string()).default([]),
  successor: z.strictObject({ from: z.iso.date(), words: z.string() }).optional(),
})
export type ProcedureContent = z.infer<typeof ProcedureContent>

/** A file in `seeds/procedures/`: the content with its dates. Several versions of one code are several files. */
export const ProcedureSeed = z.strictObject({
  effectiveFrom: z.iso.date(),
  effectiveTo: z.iso.date().nullable().default(null),
  ruleSet: z.enum(['three-tier', 'two-tier']).default('three-tier'),
  publishing: z.strictObject({ number: z.string(), on: z.iso.date() }),
  processApproval: z.strictObject({ number: z.string(), on: z.iso.date() }).nullable().default(null),
  content: ProcedureContent,
})
export type ProcedureSeed = z.infer<typeof ProcedureSeed>
