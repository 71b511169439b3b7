import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { theAuthority } from '#server/certificates/index.ts'
import { stopSetters, type Template } from '#server/papers/index.ts'
import { readSettings } from '#server/platform/settings.ts'
import { sampleSigning } from '#server/signing/index.ts'
import { sampleDeclarations } from '../seeds/declarations.ts'
import { seededTemplates } from '../seeds/papers.ts'
import { partiesOf } from './papers-sample/parties.ts'
import { sampleOf } from './papers-sample/sample-of.ts'

/**
 * `npm run papers:sample -- <folder> [template…]`: sets one of every template (or of those named), and the declaration of every fully
 * described procedure, into a folder, and signs those that the law wants signed with the demonstration authority of the data folder, which
 * is made when it is missing. One JSON line for each file on standard output, nothing else; needs no running program and no database.
 */
const [folder, ...named] = process.argv.slice(2)
if (!folder) {
  process.stderr.write('Cách dùng: npm run papers:sample -- <thư mục> [mẫu…]\n')
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
const unknown = named.filter((key) => !templates.some((each) => each.key === key))
if (unknown.length > 0) {
  process.stderr.write(`Không có mẫu ${unknown.join(', ')}.\n`)
  process.exit(2)
}
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
].filter(({ template }) => named.length === 0 || named.includes(template.key))

const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** The same code for the same file every time, so that two runs give the same papers. */
const codeOf = (file: string) =>
  [...createHash('sha256').update(file).digest().subarray(0, 12)].map((byte) => LETTERS[byte % 32]).join('')

const at = new Date()
const authority = await theAuthority(readSettings(), at)
if (!authority)
  process.stderr.write('Cơ quan chứng thực trình diễn đã tắt (DEMONSTRATION_AUTHORITY=no): mẫu không được ký.\n')
const signSample = authority && sampleSigning(authority)

for (const { file, template, data = template.example, procedure } of wanted) {
  const sample = await sampleOf(template, { code: codeOf(file), at, data })
  const toSign = { ...sample, ...partiesOf(template, data), data, title: template.name }
  const { pdf, signed } = signSample ? await signSample(toSign) : { pdf: sample.pdf, signed: [] }
  writeFileSync(join(folder, file), pdf)
  const { pages, places, signs } = sample
  const line = { file, template: template.key, kind: template.kind, ...(procedure ? { procedure } : {}) }
  process.stdout.write(`${JSON.stringify({ ...line, verified: template.verified, pages, places, signs, signed })}\n`)
}
stopSetters()
