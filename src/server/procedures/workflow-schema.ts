import { z } from 'zod'
import { Condition, Duration } from './vocabulary.ts'

/**
 * Vai trò of an official in a step: tiếp nhận, trưởng một cửa, lãnh đạo phòng, chuyên viên, lãnh đạo cơ quan, văn thư,
 * hội đồng, or a body outside that takes a step (police, tax, social insurance).
 */
export const Role = z.enum([
  'receiver',
  'desk-head',
  'division-head',
  'officer',
  'leader',
  'records-clerk',
  'council',
  'outside',
])
export type Role = z.infer<typeof Role>

/** What an organisation (division) or a post of a commune is there for. */
export const Function = z.enum([
  'civil-status',
  'justice',
  'construction',
  'land',
  'environment',
  'labour',
  'social',
  'merit',
  'finance-planning',
  'industry-trade',
  'culture',
  'education',
  'health',
  'home-affairs',
  'office',
  'agriculture',
  'inspection',
  'land-registration',
  'transport',
  'driving-licence',
  'vessel',
  'science',
  'radiation',
  'information',
  'procedure-control',
  'emulation',
  'civil-servants',
  'employment',
  'judicial-record',
  'business-registration',
  'data-centre',
  'police',
  'tax',
  'insurance',
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
  'receive',
  'forward',
  'assign',
  'appraise',
  'verify',
  'council',
  'public-posting',
  'wait',
  'check',
  'decide',
  'sign-book',
  'number',
  'print',
  'pay',
  'revise',
  'return',
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
  /** What the holder confirms that he saw ("Người yêu cầu đã ký trước mặt tôi"): a box to tick, kept in the history; without it, refused. */
  confirm: z.string().max(300).optional(),
  /** Only of a `decide` step: what is decided. */
  outcome: z.enum(['grant', 'refuse', 'other']).optional(),
  /** Of an act that submits a draft (trình): what the draft must say. */
  proposes: z.enum(['grant', 'refuse']).optional(),
  /**
   * What the draft must name before this act, by the keys of its data ("Số định danh cá nhân", which the step takes from the population
   * database); the history tells that it was written, and by whom. Not asked where the result is signed by hand on paper.
   */
  draftSays: z
    .array(z.strictObject({ key: z.string(), title: z.string(), digits: z.number().int().positive().optional() }))
    .default([]),
})
export type StepAct = z.infer<typeof StepAct>

/**
 * Trả lời của cơ quan được hỏi (công an, thuế, cơ quan phối hợp): the heading as whoever answers reads it, and the choices, of which one is
 * given. Every answer also has its words or a file; `file`: this one only with a file.
 */
export const Answer = z.strictObject({
  title: z.string(),
  choices: z
    .array(
      z.strictObject({ key: z.string().regex(/^[a-z][a-z-]*$/), label: z.string(), file: z.boolean().default(false) }),
    )
    .min(2),
})
export type Answer = z.infer<typeof Answer>

/**
 * Việc của người dân trong một bước: what the filer comes for ("đọc bản thảo và ký sổ"), where (the unit that holds the step, the desk, or
 * at home, where officials come), what to bring, and whether the draft of the result may be read at home before.
 */
export const CitizenTurn = z.strictObject({
  does: z.string().max(200),
  where: z.enum(['holder', 'desk', 'home']).default('holder'),
  bring: z.array(z.string().max(200)).default([]),
  readsDraft: z.boolean().default(false),
})
export type CitizenTurn = z.infer<typeof CitizenTurn>

export const Step = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9-]*$/),
  name: z.string(),
  kind: StepKind,
  holder: z.strictObject({ role: Role, unit: StepUnit }),
  allotted: Duration,
  /** Of a `wait` step: who is waited for, and until when it must answer. */
  waitsFor: z
    .strictObject({ body: z.string(), deadline: Duration, silenceMeansConsent: z.boolean().default(false) })
    .optional(),
  /** Bodies that may be asked for their opinion in parallel while this step runs. */
  consults: z
    .array(
      z.strictObject({
        unit: StepUnit,
        body: z.string(),
        deadline: Duration,
        silenceMeansConsent: z.boolean().default(false),
        answer: Answer.optional(),
      }),
    )
    .default([]),
  /** It is the filer's turn in this step; they are told, by notice, e-mail and SMS. */
  citizen: CitizenTurn.optional(),
  /** Of a step that a body outside takes: what it may answer. */
  answer: Answer.optional(),
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
