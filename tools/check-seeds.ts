/**
 * Checks seed files of procedures: `node tools/check-seeds.ts [file…]`, all of seeds/procedures when none is named.
 * One line a fault, exit code 1 when there is any.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expandForm, isJsonObject, type Definitions, type Json } from '#server/procedures/forms/definitions.ts'
import { ProcedureSeed, type CompetenceCase, type ProcedureContent } from '#server/procedures/schema.ts'
import { conditionFaults, pathFaults, readForm, type Form } from './check-seeds/form.ts'
import { workflowFaults } from './check-seeds/workflow.ts'

const SEEDS = fileURLToPath(new URL('../seeds/', import.meta.url))
const definitions = JSON.parse(readFileSync(join(SEEDS, 'forms/definitions.json'), 'utf8')) as Definitions
const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false })

function competenceFaults(form: Form, cases: CompetenceCase[], where: string): string[] {
  if (cases.length === 0) return [`${where}: no competence case`]
  const faults = cases.flatMap((rule, at) => {
    const what = `${where} case ${at + 1}`
    const found = (rule.fields ?? []).flatMap((field) => pathFaults(form, field, what, ['commune', 'choice']))
    if (rule.when) found.push(...conditionFaults(form, rule.when, `${what} when`))
    if (rule.by === 'fixed' ? !rule.organisation : !rule.tier)
      found.push(`${what}: by "${rule.by}" lacks its ${rule.by === 'fixed' ? 'organisation' : 'tier'}`)
    if (!['any', 'fixed'].includes(rule.by) && !rule.fields?.length) found.push(`${what}: by "${rule.by}" lacks fields`)
    return found
  })
  return cases.at(-1)?.when ? [...faults, `${where}: the last case must hold always`] : faults
}

function contentFaults(content: ProcedureContent, form: Form): string[] {
  const faults: string[] = []
  const { owner } = content
  if (!content.form) return ['no form']
  if (!owner) faults.push('no owner')
  for (const [key, path] of Object.entries(owner ?? {}))
    if (key !== 'kind') faults.push(...pathFaults(form, path, `owner.${key}`, key === 'commune' ? ['commune'] : []))
  faults.push(
    ...competenceFaults(form, content.receiving, 'receiving'),
    ...competenceFaults(form, content.handling, 'handling'),
  )
  for (const [list, entries] of [
    ['requiredDocuments', content.requiredDocuments],
    ['fees', content.fees],
    ['timeLimits', content.timeLimits],
  ] as const) {
    const keys = entries.map(({ key }) => key)
    if (new Set(keys).size < keys.length) faults.push(`${list}: two entries with one key`)
    for (const entry of entries)
      if (entry.when) faults.push(...conditionFaults(form, entry.when, `${list} "${entry.key}"`))
  }
  for (const paper of content.requiredDocuments) {
    if (paper.when && !paper.whenWords) faults.push(`requiredDocuments "${paper.key}": when without whenWords`)
    if (!paper.madeByForm && paper.need === 'submit' && paper.originals + paper.copies === 0)
      faults.push(`requiredDocuments "${paper.key}": neither originals nor copies`)
  }
  for (const fee of content.fees) {
    faults.push(...pathFaults(form, fee.quantityField, `fees "${fee.key}"`, ['integer', 'number']))
    if (fee.amount === null && !fee.note) faults.push(`fees "${fee.key}": no amount and no note`)
  }
  if (!content.workflow) faults.push('no workflow')
  else faults.push(...workflowFaults(content.workflow, content.timeLimits, form))
  for (const list of [
    'results',
    'legalBases',
    'aliases',
    'sequence',
    'lifeEvents',
    'requiredDocuments',
    'timeLimits',
  ] as const)
    if (content[list].length === 0) faults.push(`${list} is empty`)
  if (!content.summary) faults.push('no summary')
  return faults
}

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
    const read = readForm(schema ?? {})
    const faults = [...read.faults, ...contentFaults(parsed.data.content, read.form)]
    if (schema) ajv.compile(schema)
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
