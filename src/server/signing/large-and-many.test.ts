import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { after, test } from 'node:test'
import { stopSetters } from '#server/papers/index.ts'
import { PROJECT } from '#server/platform/settings.ts'

after(stopSetters)
const free = statfsSync('/tmp')
const skip = free.bavail * free.bsize < 3e9 ? 'less than 3 GB free in /tmp' : false

test('a file of 500 MB is signed with under 300 MB of memory', { skip }, (t) => {
  const folder = mkdtempSync('/tmp/dinh-large-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const child = spawnSync(process.execPath, [`${PROJECT}tests/system/sign-large-file.ts`, folder], {
    cwd: PROJECT,
    encoding: 'utf8',
  })
  assert.equal(child.status, 0, child.stderr)
  const { size, peak, verdictCode } = JSON.parse(child.stdout) as Record<string, number | string>
  assert.ok(Number(size) > 500 * 1024 * 1024)
  assert.ok(Number(peak) < 300 * 1024 * 1024, `${Math.round(Number(peak) / 1048576)} MB`)
  assert.equal(verdictCode, 'no-revocation-data')
})
