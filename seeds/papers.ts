import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { correctTemplates, listVersionsOf, loadTemplates, Template } from '#server/papers/index.ts'
import { type Db, systemActor } from '#server/platform/call.ts'

const folder = fileURLToPath(new URL('papers/', import.meta.url))
/** The first day of the rules of an installation: NĐ 61/2018 holds from then on. */
const FIRST_DAY = '2018-06-21'

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
export const seedPapers = (db: Db, now: Date) => loadTemplates(db, seededTemplates(), { from: FIRST_DAY, now })

/**
 * At every start: a template that a new release brings comes into a house that has templates of the program, and what it says otherwise
 * of one there is published from today on, where the house has not written it itself.
 */
export async function correctPapers(db: Db, now: Date, templates = seededTemplates()) {
  const fresh = await missingTemplates(db, templates)
  const added = fresh.length < templates.length ? await loadTemplates(db, fresh, { from: FIRST_DAY, now }) : []
  const { corrected, kept } = await correctTemplates({ db, actor: systemActor, now }, templates)
  if (added.length > 0) process.stdout.write(`Paper templates new in this release: ${added.join(', ')}\n`)
  if (corrected.length > 0)
    process.stdout.write(`Paper templates in corrected wording from now on: ${corrected.length}\n`)
  if (kept.length > 0) process.stdout.write(`Paper templates left as the house wrote them: ${kept.join(', ')}\n`)
  return { added, corrected, kept }
}

async function missingTemplates(db: Db, templates: readonly ShippedTemplate[]) {
  const missing: ShippedTemplate[] = []
  for (const each of templates) if ((await listVersionsOf(db, each.key)).length === 0) missing.push(each)
  return missing
}
