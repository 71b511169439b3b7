import { z } from 'zod'

/** A condition over answers as procedures write it; checked by the module that holds it against answers. */
const Condition = z.record(z.string(), z.unknown())

/**
 * Where one of a template's data comes from, as data in `paper.json`:
 * - words with holes: `{child.fullName}` is the answer in words, `{@issuer}` a fact of dossier or directory; `{…?}` may be empty, any other
 *   hole without answer makes the whole source empty; `{…|hoa}` in capitals, `|chu` a day in words, `|nam` the year alone;
 * - `first`: the first source that gives something; `when … give … otherwise`: by the answers; `constant`: a value as it stands;
 * - `rows`: one entry for each row of a list of answers, its holes seen from the row; `list`: a fact that is a list; an array: each its source.
 */
export type Source =
  | string
  | { first: Source[] }
  | { when: Record<string, unknown>; give: Source; otherwise?: Source | undefined }
  | { constant: unknown }
  | { rows: string; each: Source | Record<string, string> }
  | { list: string }
  | string[]

export const Source: z.ZodType<Source> = z.lazy(() =>
  z.union([
    z.string(),
    z.strictObject({ first: z.array(Source).min(1) }),
    z.strictObject({ when: Condition, give: Source, otherwise: Source.optional() }),
    z.strictObject({ constant: z.unknown() }),
    z.strictObject({ rows: z.string(), each: z.union([Source, z.record(z.string(), z.string())]) }),
    z.strictObject({ list: z.string() }),
    z.array(z.string()),
  ]),
)
export const Sources = z.record(z.string(), Source)
export type Sources = z.infer<typeof Sources>
