import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { sql } from 'kysely'
import { openFakeVault } from '../../../tests/fakes/key-vault.ts'
import { findKeyChanges, KEY_CHANGED, recordKeyChanges, recordKeyedFrom } from './audit-key.ts'
import { recordAudit } from './audit.ts'
import { listChains, verifyChain } from './audit-trail.ts'
import { type Db, inTransaction, systemActor } from './call.ts'
import { bindHouseKey } from './house-key.ts'
import { openKeyVault } from './key-vault.ts'
import { hasEarlier, SEALED } from './reseal.ts'
import { rotateKey } from './rotate-key.ts'
import { addSealingKey, readKeys, sealingOf, sealingWith } from './sealing.ts'
import { testDatabase } from './testing.ts'

const NOW = new Date('2026-11-30T09:00:00+07:00')

async function aHouse(t: TestContext) {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const dataDir = mkdtempSync('/tmp/dinh-key-')
  t.after(() => rmSync(dataDir, { recursive: true, force: true }))
  await sql`truncate audit_entry, audit_head`.execute(db)
  const first = sealingOf(dataDir)
  bindHouseKey(db, first)
  await recordKeyedFrom(db, NOW)
  await sql`update account set totp_secret_sealed = null`.execute(db)
  const { rows } = await sql<{ id: string }>`update account set totp_secret_sealed = ${first.seal('JBSWY3DPEHPK3PXP')}
    where id in (select id from account order by id limit 5) returning id`.execute(db)
  return { db, dataDir, first, accounts: rows.map(({ id }) => id), of: { dataDir, keyVault: undefined } }
}
const act = (db: Db, organisationId = 'xa-liem-phong') =>
  inTransaction({ db, actor: systemActor, now: NOW }, async (call) =>
    recordAudit(call, 'test.act', organisationId, null),
  )
const faultsOf = async (db: Db) =>
  (await Promise.all((await listChains(db)).map((chain) => verifyChain(db, chain)))).flatMap(({ faults }) => faults)
const versions = async (db: Db, sealing: ReturnType<typeof sealingOf>) => {
  const { rows } = await sql<{ sealed: Buffer }>`select totp_secret_sealed as sealed from account
    where totp_secret_sealed is not null`.execute(db)
  return rows.map(({ sealed }) => sealing.versionOf(sealed))
}

test('a new key seals what is new, the earlier one still opens what it sealed, and the trail verifies across the change', async (t) => {
  const { db, dataDir, first, of } = await aHouse(t)
  await act(db)
  const old = first.seal('bí mật')
  assert.deepEqual(await rotateKey(db, of, NOW), { version: 2, begun: false, resealed: 5 })
  const now = sealingOf(dataDir)
  assert.equal(now.unseal(old), 'bí mật')
  assert.throws(() => first.unseal(now.seal('mới')), /not sealed under a key of this house/)
  assert.deepEqual(now.fingerprints('x')[1], first.fingerprint('x'))
  assert.deepEqual(now.lasting('x'), first.lasting('x'), 'a pseudonym stays what it was')
  assert.deepEqual(await versions(db, now), [2, 2, 2, 2, 2])
  await act(db)
  await act(db, 'so-tu-phap')
  assert.deepEqual(await faultsOf(db), [])
  assert.equal((await rotateKey(db, of, NOW)).version, 3, 'and once more')
  await act(db)
  assert.deepEqual([await faultsOf(db), (await findKeyChanges(db)).map(({ version }) => version)], [[], [2, 3]])
  assert.equal(statSync(`${dataDir}/keys/sealing.key`).mode & 0o777, 0o600)
})

test('who has the earlier key alone writes no line after the change, and no line that tells of one', async (t) => {
  const { db, dataDir, first, of } = await aHouse(t)
  await act(db)
  await rotateKey(db, of, NOW)
  bindHouseKey(db, first)
  await act(db)
  bindHouseKey(db, sealingOf(dataDir))
  const [fault, ...others] = await faultsOf(db)
  assert.deepEqual([fault?.organisationId, others], ['xa-liem-phong', []])
  assert.match(fault!.fault, /under an earlier key/)
  // A house that lost the earlier key does not know its own rows: that is told, not passed over.
  bindHouseKey(db, sealingWith(...readKeys(readFileSync(`${dataDir}/keys/sealing.key`, 'utf8')).slice(0, 1)))
  assert.ok((await faultsOf(db)).some((each) => /not written by this house/.test(each.fault)))
})

test('a change that was killed anywhere goes on with the version that was begun', async (t) => {
  const { db, dataDir, of, accounts } = await aHouse(t)
  // Killed after the key, before the chain told of it: the next start records it, and what was written meanwhile holds.
  addSealingKey(dataDir)
  bindHouseKey(db, sealingOf(dataDir))
  await act(db)
  assert.match((await faultsOf(db)).map((each) => each.fault).join(), /tells of 0 changes: start the house/)
  assert.deepEqual(await recordKeyChanges(db, NOW), [2])
  assert.deepEqual(await recordKeyChanges(db, NOW), [], 'once')
  assert.deepEqual(await faultsOf(db), [])
  // Killed in the middle of the values.
  const sealing = sealingOf(dataDir)
  await sql`update account set totp_secret_sealed = ${sealing.seal('JBSWY3DPEHPK3PXP')} where id = ${accounts[2]}`.execute(
    db,
  )
  assert.equal(await hasEarlier(db, sealing), true)
  assert.deepEqual(await rotateKey(db, of, NOW), { version: 2, begun: true, resealed: 4 })
  assert.equal(await hasEarlier(db, sealing), false)
  // Killed while the file was written: the draft of it counts for nothing.
  writeFileSync(`${dataDir}/keys/sealing.key.next`, 'half')
  assert.equal((await rotateKey(db, of, NOW)).version, 3)
  const told = await sql`select 1 from audit_entry where act = ${KEY_CHANGED}`.execute(db)
  assert.equal(told.rows.length, 2)
})

test('the key in a vault is changed there, in one step, and the next start opens what was sealed before', async (t) => {
  const { db, dataDir } = await aHouse(t)
  const vault = await openFakeVault('a-token')
  t.after(() => vault.close())
  writeFileSync(`${dataDir}/token`, 'a-token')
  const keyVault = { address: vault.address, tokenFile: `${dataDir}/token` }
  await openKeyVault({ dataDir, keyVault })
  const before = sealingOf(dataDir).seal('bí mật')
  await rotateKey(db, { dataDir, keyVault }, NOW)
  assert.equal(readKeys(vault.kept()!.key).length, 2)
  await openKeyVault({ dataDir, keyVault })
  const after = sealingOf(dataDir)
  assert.deepEqual([after.version, after.unseal(before)], [2, 'bí mật'])
  assert.equal(await hasEarlier(db, after), false)
})

test('every column that is named as sealed is known to the change of the key, or opens by a PIN alone', async (t) => {
  const { db } = await aHouse(t)
  const { rows } = await sql<{ name: string }>`select table_name || '.' || column_name as name
    from information_schema.columns where table_schema = 'public' and column_name ~ 'sealed$' order by 1`.execute(db)
  const byPin = ['prepared_key.sealed', 'signing_key.sealed']
  assert.deepEqual(
    rows.map(({ name }) => name),
    [...SEALED.map(({ table, column }) => `${table}.${column}`), ...byPin].toSorted(),
  )
})
