import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { correctTemplates, loadTemplates, Template } from '#server/papers/index.ts'
import { type Db, systemActor } from '#server/platform/call.ts'

const folder = fileURLToPath(new URL('papers/', import.meta.url))

/**
 * With what the wording of a template was compared (đối chiếu câu chữ): public copies of the form of the State, on which day, what came
 * of it, and what still differs or could not be had. `verified` of the template stands only where two independent copies agree with it.
 */
export const Checked = z.strictObject({
  on: z.iso.date(),
  against: z.array(z.string().min(1)),
  result: z.enum(['same', 'corrected', 'not-found']),
  remark: z.string(),
})
const Shipped = Template.extend({ checked: Checked })
export type ShippedTemplate = z.infer<typeof Shipped> & { source: string }

/** The templates that come with the program: `paper.json` and `paper.typ` in a folder each. */
export const seededTemplates = (): ShippedTemplate[] =>
  globSync('**/paper.json', { cwd: folder })
    .sort()
    .map((file) => ({
      ...Shipped.parse(JSON.parse(readFileSync(`${folder}${file}`, 'utf8'))),
      source: readFileSync(`${folder}${dirname(file)}/paper.typ`, 'utf8'),
    }))

/** Puts them in force from the first day of the installation's rules; templates the house has already stay as they are. */
export const seedPapers = (db: Db, now: Date) => loadTemplates(db, seededTemplates(), { from: '2018-06-21', now })

/** At every start: what a new release says otherwise of a template is published from today on, where the house has not written it itself. */
export async function correctPapers(db: Db, now: Date) {
  const { corrected, kept } = await correctTemplates({ db, actor: systemActor, now }, seededTemplates())
  if (corrected.length > 0)
    process.stdout.write(`Paper templates in corrected wording from now on: ${corrected.length}\n`)
  if (kept.length > 0) process.stdout.write(`Paper templates left as the house wrote them: ${kept.join(', ')}\n`)
}
