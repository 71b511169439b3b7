import { own } from '#own-keys'
import { z } from 'zod'

/** Where words laid on another paper stand: on a page of their own behind it, on its back, or at the foot of its last page. */
export const LayingHint = z.enum(['page', 'back', 'foot-of-last-page'])

/**
 * What the JSON Schema of a template says beside the shape of its data; part of the version, so dated and never changed once published.
 * - `x-lay`: of lời chứng and ghi chú, where they stand on the scanned paper;
 * - `x-book`: the book their number comes from (`SCT/BS`, `SCT/CK,ĐC`: TT 01/2020/TT-BTP, unverified) and which of the data it keeps;
 * - `x-in-person`: who asks must have signed before the official (NĐ 23/2015 art. 24): without that record the paper is not prepared.
 */
const Hints = z.object({
  'x-lay': LayingHint.default('page'),
  'x-book': z.object({ kind: z.string().min(1).max(60), keeps: z.array(z.string()).default([]) }).optional(),
  'x-in-person': z.boolean().default(false),
})

export type TemplateHints = {
  lay: z.infer<typeof LayingHint>
  book: { kind: string; keeps: string[] } | undefined
  inPerson: boolean
}

/** The hints of a template's schema; those not there, or not understood, as a template without them. */
export function hintsOf(schema: Record<string, unknown>): TemplateHints {
  const read = Hints.safeParse(schema)
  const found = read.success ? read.data : Hints.parse({})
  return { lay: found['x-lay'], book: found['x-book'], inPerson: found['x-in-person'] }
}

/** What is wrong with them, for whoever writes the template; empty when nothing is. */
export function hintFaults(schema: Record<string, unknown>): string[] {
  const read = Hints.safeParse(schema)
  const shape = read.success ? [] : read.error.issues.map((each) => `${each.path.join('.')}: ${each.message}`)
  const properties = (schema.properties ?? {}) as Record<string, unknown>
  const lacking = (read.data?.['x-book']?.keeps ?? []).filter((key) => !Object.hasOwn(properties, key))
  return [...shape, ...lacking.map((key) => `x-book: sổ ghi "${key}" mà mẫu không có dữ liệu ấy`)]
}

/** Data of a paper that its book keeps (cột của sổ chứng thực), by the template's own list. */
export function factsForBook(schema: Record<string, unknown>, data: Record<string, unknown>): Record<string, unknown> {
  const keeps = hintsOf(schema).book?.keeps ?? []
  return Object.fromEntries(keeps.flatMap((key) => (own(data, key) === undefined ? [] : [[key, own(data, key)]])))
}
