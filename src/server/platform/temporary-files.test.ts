import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { removeTemporary } from './temporary-files.ts'

test('What cut uploads and killed checks left behind goes after half an hour, and all of it at the start; kept files stay', async (t) => {
  const folder = mkdtempSync('/tmp/dinh-temporary-')
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  for (const each of ['files/incoming', 'files/ab', 'checking/one']) mkdirSync(join(folder, each), { recursive: true })
  const now = new Date()
  const old = new Date(now.getTime() - 31 * 60_000)
  for (const each of ['files/incoming/old', 'files/incoming/young', 'files/ab/kept', 'checking/one/file'])
    writeFileSync(join(folder, each), 'x')
  for (const each of ['files/incoming/old', 'files/ab/kept', 'checking/one']) utimesSync(join(folder, each), old, old)
  assert.equal(await removeTemporary(folder, now), 2)
  assert.deepEqual(readdirSync(join(folder, 'files/incoming')), ['young'])
  assert.equal(await removeTemporary(folder, new Date(), 0), 1)
  assert.deepEqual(readdirSync(join(folder, 'files/incoming')), [])
  assert.deepEqual(readdirSync(join(folder, 'files/ab')), ['kept'])
  assert.equal(await removeTemporary(join(folder, 'none'), now), 0)
})
