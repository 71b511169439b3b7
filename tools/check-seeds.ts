/**
 * Checks seed files of procedures: `node tools/check-seeds.ts [file…]`, all of seeds/procedures when none is named.
 * One line a fault, exit code 1 when there is any.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expandForm, isJsonObject, type Definitions, type Json } from '#server/procedures/forms/definitions.ts'
import { contentFaults } from '#server/procedures/content-faults.ts'
import { ProcedureSeed } from '#server/procedures/schema.ts'

const SEEDS = fileURLToPath(new URL('../seeds/', import.meta.url))
const definitions = JSON.parse(readFileSync(join(SEEDS, 'forms/definitions.json'), 'utf8')) as Definitions

type Checked = { file: string; seed?: ProcedureSeed; faults: string[] }

function check(file: string): Checked {
  const text = readFileSync(file, 'utf8')
  if (text !== text.normalize('NFC')) return { file, faults: ['the text is not in NFC'] }
  try {
    const raw = JSON.parse(text) as Json
    const content = isJsonObject(raw) ? raw['content'] : undefined
    if (!isJsonObject(raw) || !isJsonObject(content)) return { file, faults: ['no content'] }
    const schema = isJsonObject(content['form']) ? expandForm(content['form'], definitions) : null
    const parsed = ProcedureSeed.safeParse({ ...raw, content: { ...content, form: schema } })
    if (!parsed.success)
      return { file, faults: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) }
    const found = contentFaults(parsed.data.content)
    const faults = [...found.faults, ...found.warnings]
    if (!schema) faults.push('no form')
    if (!parsed.data.content.workflow) faults.push('no workflow')
    if (!new RegExp(`^${parsed.data.content.code.replaceAll('.', '\\.')}(\\.v[0-9]+)?\\.json$`).test(basename(file)))
      faults.push(`the file should be called ${parsed.data.content.code}.json`)
    return { file, seed: parsed.data, faults }
  } catch (fault) {
    return { file, faults: [fault instanceof Error ? fault.message : String(fault)] }
  }
}

/** Versions of one code are in force one after the other, never two on one day. */
function versionFaults(checked: Checked[]): Checked[] {
  return checked.map(({ file, seed, faults }) => {
    const until = seed?.effectiveTo ?? '9999-12-31'
    const clashes = checked.filter((other) => {
      if (!seed || !other.seed || other.file === file || other.seed.content.code !== seed.content.code) return false
      if (other.seed.ruleSet !== seed.ruleSet) return false
      return other.seed.effectiveFrom <= until && seed.effectiveFrom <= (other.seed.effectiveTo ?? '9999-12-31')
    })
    return {
      file,
      faults: [...faults, ...clashes.map((other) => `in force on the same days as ${basename(other.file)}`)],
    }
  })
}

const folder = join(SEEDS, 'procedures')
const named = process.argv.slice(2)
const files = named.length
  ? named
  : readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .map((name) => join(folder, name))
let count = 0
for (const { file, faults } of versionFaults(files.map(check)))
  for (const fault of faults) {
    count += 1
    process.stdout.write(`${basename(file)}: ${fault}\n`)
  }
process.stderr.write(`${files.length} seed files, ${count} faults\n`)
process.exitCode = count ? 1 : 0
