import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import { acceptDossier, viewDossier } from '#server/dossiers/index.ts'
import { stopSetters } from '#server/papers/index.ts'
import { aCitizen, asHolder } from '#server/dossiers/testing.ts'
import { aFiledDossier } from './testing.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { SlipKind, setSlip } from './index.ts'

after(stopSetters)
const NOW = new Date('2026-11-23T02:00:00Z')
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

test('a receipt is one paper under one number until the dossier has changed', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-slips-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  const house = { dataDir, origin: 'https://dinh.example' }
  const id = await aFiledDossier(db, '1.004873', NOW)
  const call = await asHolder(db, id, later(10))
  await assert.rejects(setSlip(call, house, { id }, 'receipt'), { code: 'slips.none' })
  const { papers } = await viewDossier(call, { id })
  await acceptDossier(call, {
    dossierId: id,
    checks: papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const })),
  })
  const two = await Promise.all([setSlip(call, house, { id }, 'receipt'), setSlip(call, house, { id }, 'receipt')])
  assert.equal(two[0].id, two[1].id)
  assert.match(String(two[0].data.number), /^0001\/BPTNTKQ$/)
  const filer = { db, actor: aCitizen(), now: later(60) }
  assert.equal((await setSlip(filer, house, { id }, 'receipt')).id, two[0].id)
  await assert.rejects(setSlip(filer, house, { id }, 'control'), { code: 'slips.not-for-filer' })
  await assert.rejects(
    setSlip({ ...filer, actor: aCitizen('0190a0a0-0000-7000-8000-000000000009') }, house, { id }, 'receipt'),
    {
      code: 'dossiers.unknown',
    },
  )
})

test('the database and the code know the same kinds of slips', async (t) => {
  const { pool } = await testDatabase(t)
  const { rows } = await pool.query<{ words: string }>(
    "select pg_get_constraintdef(oid) as words from pg_constraint where conname = 'slip_kind_check'",
  )
  for (const kind of SlipKind.options) assert.ok(rows[0]!.words.includes(`'${kind}'`), kind)
})
