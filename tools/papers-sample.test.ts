import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test, type TestContext } from 'node:test'
import { PaperKind } from '#server/papers/index.ts'
import { fullSeeds } from '../seeds/procedures.ts'
import { seededTemplates } from '../seeds/papers.ts'

type Line = { file: string; template: string; kind: string; procedure?: string; signed: string[] }
type Checked = { verdict: string; signatures: { verdict: string; signer: string; level: string; later: string[] }[] }

function sampled(t: Pick<TestContext, 'after'>, named: string[], env: Record<string, string> = {}) {
  const folder = mkdtempSync('/tmp/dinh-samples-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const run = (command: string, ...args: string[]) =>
    execFileSync(process.execPath, [fileURLToPath(new URL(command, import.meta.url)), ...args], {
      ...{ encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 64 << 20 },
      env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), ...env },
    })
      .trimEnd()
      .split('\n')
  const lines = run('papers-sample.ts', folder, ...named).map((line) => JSON.parse(line) as Line)
  const verify = (files: readonly string[]) =>
    run('verify.ts', '--json', '--demonstration', ...files.map((file) => join(folder, file))).map(
      (line) => JSON.parse(line) as Checked,
    )
  return { folder, lines, verify }
}

test('one of every template and every declaration is set into a folder without a database, and standard output is data only', (t) => {
  const { folder, lines } = sampled(t, [], { DEMONSTRATION_AUTHORITY: 'no' })
  for (const { file } of lines) assert.ok(existsSync(join(folder, file)), file)
  assert.equal(new Set(lines.map((line) => line.file)).size, lines.length)
  assert.deepEqual(new Set(lines.map((line) => line.template)), new Set(seededTemplates().map((each) => each.key)))
  assert.deepEqual(
    new Set(lines.flatMap((line) => line.procedure ?? [])),
    new Set(fullSeeds().map((each) => each.content.code)),
  )
  assert.deepEqual(new Set(lines.flatMap((line) => line.signed)), new Set())
})

const WANTED: Record<string, string[]> = {
  ...{
    'to-trinh': ['initials', 'leader', 'seal'],
    'quyet-dinh': ['leader', 'seal'],
    'cong-van': ['leader', 'seal'],
    'giay-khai-sinh': ['leader', 'seal'],
  },
  ...{ 'loi-chung-ban-sao': ['leader', 'seal'], 'ghi-chu-ho-tich': ['leader', 'seal'] },
  ...{ 'the-giay-phep-lai-xe': ['leader', 'seal'], 'tt-03-2025/01': ['receiver'], 'tt-01-2018/02': ['receiver'] },
  ...{ 'tt-03-2025/04': ['head'], 'tt-03-2025/07': [], 'phoi-khai-sinh': [], 'to-khai/ket-hon': [] },
}
for (const kind of ['ecdsa', 'rsa'])
  test(`samples are signed by whom the law wants, sealed where a leader signs, and VALID with the demonstration root (${kind})`, (t) => {
    const { lines, verify } = sampled(t, Object.keys(WANTED), { DEMONSTRATION_AUTHORITY: kind })
    assert.deepEqual(new Set(lines.map((line) => line.kind)), new Set(PaperKind.options))
    const checked = verify(lines.map((line) => line.file))
    for (const [index, { file, template, signed }] of lines.entries()) {
      const { verdict, signatures } = checked[index]!
      assert.deepEqual(signed, WANTED[template], file)
      assert.equal(verdict, signed.length > 0 ? 'VALID' : 'NONE', file)
      assert.deepEqual(
        signatures.map((each) => [each.verdict, each.level]),
        signed.map(() => ['VALID', 'B-LT']),
        file,
      )
    }
  })
