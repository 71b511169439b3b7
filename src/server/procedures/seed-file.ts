import { z } from 'zod'
import { ProcedureContent } from './schema.ts'

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
