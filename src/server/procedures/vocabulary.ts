import { z } from 'zod'

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
  /** Days from a date (YYYY-MM-DD) to the day of filing; below zero for a day to come. A date known in part makes it false. */
  | { field: string; daysAtLeast: number }
  | { field: string; daysBelow: number }
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
    z.strictObject({ field: FieldPath, daysAtLeast: z.number().int() }),
    z.strictObject({ field: FieldPath, daysBelow: z.number().int() }),
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

/**
 * Which papers of the person's own store take the place of a required document (NĐ 45/2020 art. 16): those of a template, or the results of a
 * procedure; with `months`, numbered no longer ago than that.
 */
export const FromPaper = z.strictObject({
  templates: z.array(z.string()).default([]),
  procedures: z.array(z.string()).default([]),
  months: z.number().int().min(1).max(600).optional(),
})
export type FromPaper = z.infer<typeof FromPaper>
