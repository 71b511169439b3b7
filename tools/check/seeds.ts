import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { contentFaults } from '#server/procedures/content-faults.ts'
import { expandForm, isJsonObject, type Definitions, type Json } from '#server/procedures/forms/definitions.ts'
import { type Form, readForm } from '#server/procedures/forms/form-schema.ts'
import { type Condition, type ProcedureContent } from '#server/procedures/schema.ts'
import { ProcedureSeed } from '#server/procedures/seed-file.ts'
import { allottedAgainst } from '#server/procedures/workflow-faults.ts'
import { CODES, DOUBTS, PATTERNS, saysDoubt } from './seed-patterns.ts'

const SEEDS = fileURLToPath(new URL('../../seeds/', import.meta.url))
const definitions = JSON.parse(readFileSync(join(SEEDS, 'forms/definitions.json'), 'utf8')) as Definitions

export type Checked = { file: string; seed?: ProcedureSeed; faults: string[] }

/** More than this on one page of a phone is too much; a group counts as one question. */
const QUESTIONS_A_PAGE = 8
const LEAST_HINTS = 3
/** The seed list's own steps leave half a day of the five. */
const SHORTER = new Map([[CODES[7], 4]])

const fieldsIn = (condition: Condition): string[] =>
  'all' in condition
    ? condition.all.flatMap(fieldsIn)
    : 'any' in condition
      ? condition.any.flatMap(fieldsIn)
      : 'not' in condition
        ? fieldsIn(condition.not)
        : [condition.field]

/** The answer, or a group that holds it, says its article. */
const hasHint = (form: Form, path: string): boolean =>
  path.split('.').some((_, at, names) => form.get(names.slice(0, at + 1).join('.'))?.schema['x-legal'] !== undefined)

/** A form as people meet it: short pages, and the article next to each question that decides place, time or money. */
function formAsMet(content: ProcedureContent): string[] {
  const { form } = readForm(content.form as never)
  const places = [...form.values()]
  const faults: string[] = []
  for (const section of places.filter((each) => each.kind === 'section')) {
    const asked = places.filter((each) => each.path.replace(/\.[^.]+$/, '') === section.path && each !== section).length
    if (asked > QUESTIONS_A_PAGE) faults.push(`section "${section.path}" asks ${asked} questions, split it`)
    if (asked === 0) faults.push(`section "${section.path}" asks nothing`)
  }
  const hints = places.filter((each) => each.schema['x-legal'] !== undefined).length
  if (hints < LEAST_HINTS) faults.push(`only ${hints} questions have a legal hint`)
  const deciding = new Set([
    ...[...content.receiving, ...content.handling, ...content.timeLimits, ...content.fees].flatMap((each) =>
      each.when ? fieldsIn(each.when) : [],
    ),
    ...[...content.receiving, ...content.handling].flatMap((each) => (each.by === 'any' ? [] : (each.fields ?? []))),
  ])
  for (const path of deciding)
    if (!path.startsWith('applicant.') && !hasHint(form, path))
      faults.push(`"${path}" decides place, time or money and has no legal hint`)
  return faults
}

/** The allotted times of the steps add up to the limit. */
function sumFaults(content: ProcedureContent): string[] {
  if (!content.workflow) return []
  const { limit, spent, sameDay } = allottedAgainst(content.workflow, content.timeLimits)
  const short = SHORTER.get(content.code) ?? 0
  if (sameDay ? spent <= limit : Math.abs(limit - spent - short) < 1e-9) return []
  return [`the steps take ${spent} of ${limit}`]
}

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
    return { file, seed: parsed.data, faults: seedFaults(parsed.data, basename(file)) }
  } catch (fault) {
    return { file, faults: [fault instanceof Error ? fault.message : String(fault)] }
  }
}

/** Everything that is wrong with one seed. */
export function seedFaults({ content }: ProcedureSeed, name: string): string[] {
  const found = contentFaults(content)
  const faults = [...found.faults, ...found.warnings]
  if (!content.form) faults.push('no form')
  else faults.push(...formAsMet(content))
  if (!content.workflow) faults.push('no workflow')
  faults.push(...sumFaults(content))
  if (!new RegExp(`^${content.code.replaceAll('.', '\\.')}(\\.v[0-9]+)?\\.json$`).test(name))
    faults.push(`the file should be called ${content.code}.json`)
  const number = Number(Object.entries(CODES).find(([, code]) => code === content.code)?.[0])
  for (const { name: pattern, procedures, shown } of PATTERNS)
    if (procedures.includes(number) && !shown(content)) faults.push(`does not show "${pattern}"`)
  for (const mark of DOUBTS.find(([each]) => each === number)?.[1] ?? [])
    if (!saysDoubt(content, mark)) faults.push(`does not say that it is unverified: ${String(mark)}`)
  return faults
}

/** Versions of one code are in force one after the other, never two on one day; what comes next is a procedure with such answers. */
function amongEachOther(checked: Checked[]): Checked[] {
  const known = new Set(
    (JSON.parse(readFileSync(join(SEEDS, 'catalogue/procedures.json'), 'utf8')) as { code: string }[]).map(
      (each) => each.code,
    ),
  )
  return checked.map(({ file, seed, faults: own }) => {
    const faults = [...own]
    const until = seed?.effectiveTo ?? '9999-12-31'
    for (const other of checked) {
      if (!seed || !other.seed || other.file === file || other.seed.content.code !== seed.content.code) continue
      if (other.seed.ruleSet !== seed.ruleSet) continue
      if (other.seed.effectiveFrom <= until && seed.effectiveFrom <= (other.seed.effectiveTo ?? '9999-12-31'))
        faults.push(`in force on the same days as ${basename(other.file)}`)
    }
    for (const next of seed?.content.nextProcedures ?? []) {
      const there = checked.find((each) => each.seed?.content.code === next.code)?.seed?.content
      if (!there && !known.has(next.code)) faults.push(`next procedure ${next.code} is not seeded`)
      const form = there ? readForm(there.form as never).form : undefined
      for (const path of Object.keys(next.carries ?? {}))
        if (form?.get(path)?.inRows !== false) faults.push(`next procedure ${next.code} does not ask "${path}"`)
    }
    return { file, ...(seed ? { seed } : {}), faults }
  })
}

/** Checks the files named, or all of seeds/procedures. */
export function checkSeeds(named: string[] = []): Checked[] {
  const folder = join(SEEDS, 'procedures')
  const all = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => join(folder, name))
  const checked = amongEachOther(all.map(check))
  return named.length ? checked.filter((each) => named.some((name) => basename(name) === basename(each.file))) : checked
}
