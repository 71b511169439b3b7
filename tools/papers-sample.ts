import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stopSetters, type Template } from '#server/papers/index.ts'
import { sampleDeclarations } from '../seeds/declarations.ts'
import { seededTemplates } from '../seeds/papers.ts'
import { sampleOf } from './papers-sample/sample-of.ts'

/**
 * `npm run papers:sample -- <folder>`: sets one of every template, and the declaration of every fully described procedure, into a folder.
 * One JSON line for each file on standard output, nothing else; needs no running program and no database.
 */
const folder = process.argv[2]
if (!folder) {
  process.stderr.write('Cách dùng: npm run papers:sample -- <thư mục>\n')
  process.exit(2)
}
mkdirSync(folder, { recursive: true })

type Wanted = {
  file: string
  template: Template & { source: string }
  data?: Record<string, unknown>
  procedure?: string
}
const templates = seededTemplates()
const declarations = sampleDeclarations().map(({ seed, template, data }): Wanted => {
  const { code } = seed.content
  return {
    file: `to-khai-${code}${seed.effectiveFrom === '2020-01-01' ? '' : `-${seed.effectiveFrom}`}.pdf`,
    template: templates.find((each) => each.key === template)!,
    ...{ data, procedure: code },
  }
})
const wanted = [
  ...templates.map((template): Wanted => ({ file: `${template.key.replace('/', '-')}.pdf`, template })),
  ...declarations,
]

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** The same code for the same file every time, so that two runs give the same papers. */
const codeOf = (file: string) =>
  [...createHash('sha256').update(file).digest().subarray(0, 12)].map((byte) => LETTERS[byte % 32]).join('')

const at = new Date()
for (const { file, template, data, procedure } of wanted) {
  const sample = await sampleOf(template, { code: codeOf(file), at, ...(data ? { data } : {}) })
  writeFileSync(join(folder, file), sample.pdf)
  const { pages, places, signs } = sample
  const line = { file, template: template.key, kind: template.kind, ...(procedure ? { procedure } : {}) }
  process.stdout.write(`${JSON.stringify({ ...line, verified: template.verified, pages, places, signs })}\n`)
}
stopSetters()
