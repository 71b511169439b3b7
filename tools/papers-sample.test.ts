import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { test } from 'node:test'
import { fullSeeds } from '../seeds/procedures.ts'
import { seededTemplates } from '../seeds/papers.ts'

test('one of every template and every declaration is set into a folder without a database, and standard output is data only', (t) => {
  const folder = mkdtempSync('/tmp/dinh-samples-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const command = fileURLToPath(new URL('papers-sample.ts', import.meta.url))
  const printed = execFileSync(process.execPath, [command, folder], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  })
  const lines = printed
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as { file: string; template: string; procedure?: string })
  for (const { file } of lines) assert.ok(existsSync(join(folder, file)), file)
  assert.equal(new Set(lines.map((line) => line.file)).size, lines.length)
  assert.deepEqual(new Set(lines.map((line) => line.template)), new Set(seededTemplates().map((each) => each.key)))
  assert.deepEqual(
    new Set(lines.flatMap((line) => line.procedure ?? [])),
    new Set(fullSeeds().map((each) => each.content.code)),
  )
})
