import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type pg from 'pg'
import { recordKeyedFrom } from './audit-key.ts'
import { recordAudit } from './audit.ts'
import { listChains, verifyChain } from './audit-trail.ts'
import { type Db, inTransaction } from './call.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

/** Each is one statement that somebody with the database in hand may run; all chains are whole before. */
const TAMPERINGS: Record<string, string> = {
  changed: `update audit_entry set entry = 'x'::bytea where seq = 3 and organisation_id = 'ubnd-tinh'`,
  removed: `delete from audit_entry where seq = 3 and organisation_id = 'ubnd-tinh'`,
  cut: `delete from audit_entry where seq = 5 and organisation_id = 'ubnd-tinh'`,
  reordered: `update audit_entry set seq = case seq when 2 then 103 else 102 end where seq in (2, 3) and organisation_id = 'ubnd-tinh';
    update audit_entry set seq = seq - 100 where seq > 100`,
  inserted: `insert into audit_entry select organisation_id, 6, at, entry, hash, hash, act, actor_id from audit_entry where seq = 5`,
  'another act in the column': `update audit_entry set act = 'test.other' where seq = 3 and organisation_id = 'ubnd-tinh'`,
  'another subject in the column': `update audit_entry set subject_id = 'khac' where seq = 3 and organisation_id = 'ubnd-tinh'`,
  'no subject in the column': `update audit_entry set subject_id = null where seq = 3 and organisation_id = 'ubnd-tinh'`,
  'another actor in the column': `update audit_entry set actor_id = 'khac' where seq = 3 and organisation_id = 'ubnd-tinh'`,
  'another time in the column': `update audit_entry set at = at - interval '1 year' where seq = 3 and organisation_id = 'ubnd-tinh'`,
  'the key taken away': `update audit_entry set mac = null, key_nonce = null where seq = 3 and organisation_id = 'ubnd-tinh'`,
  'the key of another row': `update audit_entry a set mac = b.mac, key_nonce = b.key_nonce from audit_entry b
    where a.seq = 3 and b.seq = 4 and a.organisation_id = 'ubnd-tinh' and b.organisation_id = 'ubnd-tinh'`,
}

/** Appends a row with a right hash, and moves the head: what the whole trail could not show without a key. */
const FORGED = `with head as (select * from audit_head where organisation_id = 'ubnd-tinh'),
  body as (select convert_to(replace(convert_from(e.entry, 'UTF8'), '"n":5', '"n":6'), 'UTF8') as said, e.* from audit_entry e, head
    where e.organisation_id = 'ubnd-tinh' and e.seq = head.seq),
  row as (select sha256(head.hash || convert_to((head.seq + 1)::text || E'\\n', 'UTF8') || body.said) as digest from head, body),
  added as (insert into audit_entry (organisation_id, seq, at, entry, previous_hash, hash, act, actor_id, subject_id KEYS)
    select 'ubnd-tinh', head.seq + 1, body.at, body.said, head.hash, digest, body.act, body.actor_id, body.subject_id VALUES
    from head, body, row)
  update audit_head set seq = audit_head.seq + 1, hash = digest from row where organisation_id = 'ubnd-tinh'`
const forged = (keys: string, values: string) => FORGED.replace('KEYS', keys).replace('VALUES', values)

/** Takes a row away and writes every hash after it anew, with the head. */
async function recomputedWithout(pool: pg.Pool, seq: number) {
  await pool.query(`delete from audit_entry where organisation_id = 'ubnd-tinh' and seq = $1`, [seq])
  await pool.query(`update audit_entry set seq = seq - 1 + 1000 where organisation_id = 'ubnd-tinh' and seq > $1`, [
    seq,
  ])
  await pool.query(`update audit_entry set seq = seq - 1000 where organisation_id = 'ubnd-tinh' and seq >= 1000`)
  await pool.query(`do $$ declare r record; h bytea := ''; d bytea; begin
    for r in select * from audit_entry where organisation_id = 'ubnd-tinh' order by seq loop
      d := sha256(h || convert_to(r.seq::text || E'\\n', 'UTF8') || r.entry);
      update audit_entry set previous_hash = h, hash = d where organisation_id = 'ubnd-tinh' and audit_entry.seq = r.seq;
      h := d; end loop;
    update audit_head set seq = (select max(seq) from audit_entry where organisation_id = 'ubnd-tinh'), hash = h where organisation_id = 'ubnd-tinh';
  end $$`)
}

const act = (db: Db, n: number, subject: string | null = 'viec') =>
  inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
    recordAudit(call, 'test.act', 'ubnd-tinh', subject, { n }),
  )
const faultsOf = async (db: Db) => (await verifyChain(db, 'ubnd-tinh')).faults
async function kept(pool: pg.Pool, what: () => Promise<void>) {
  await pool.query('create table kept as table audit_entry; create table kept_head as table audit_head')
  await what()
  await pool.query(`truncate audit_entry, audit_head; insert into audit_entry select * from kept;
    insert into audit_head select * from kept_head; drop table kept, kept_head`)
}

test('the audit trail is whole as written, and every kind of tampering is found', async (t) => {
  const { db, pool } = await testDatabase(t)
  await recordKeyedFrom(db, new Date())
  for (let n = 1; n <= 5; n += 1) await act(db, n)
  assert.deepEqual(await verifyChain(db, 'ubnd-tinh'), { rows: 5, faults: [] })
  const tampered = async (kind: string, what: () => Promise<unknown>) =>
    kept(pool, async () => {
      await what()
      assert.ok((await faultsOf(db)).length > 0, kind)
    })
  for (const [kind, statement] of Object.entries(TAMPERINGS)) await tampered(kind, () => pool.query(statement))
  await tampered('a forged row without key', () => pool.query(forged('', '')))
  await tampered('a forged row with the key of another', () =>
    pool.query(forged(', key_nonce, mac', ', body.key_nonce, body.mac')),
  )
  for (const seq of [1, 3]) await tampered(`recomputed without row ${seq}`, () => recomputedWithout(pool, seq))
  assert.deepEqual(await faultsOf(db), [])
})

test('rows of before the key are held by their own rule; the row from which there is a key is recorded, and none comes later without', async (t) => {
  const { db, pool } = await testDatabase(t)
  for (let n = 1; n <= 3; n += 1) await act(db, n)
  await pool.query('update audit_entry set mac = null, key_nonce = null')
  assert.ok((await faultsOf(db)).length > 0, 'nothing says yet that rows may lack the key')
  await recordKeyedFrom(db, new Date())
  await recordKeyedFrom(db, new Date())
  assert.deepEqual(await faultsOf(db), [])
  await act(db, 4)
  await act(db, 5)
  for (const chain of await listChains(db)) assert.deepEqual((await verifyChain(db, chain)).faults, [], chain)
  const { rows } = await pool.query(`select count(*)::int as n from audit_entry where act = 'audit.keyed-from'`)
  assert.equal(rows[0].n, 1, 'recorded once')
  await kept(pool, async () => {
    await pool.query(forged('', ''))
    assert.ok((await faultsOf(db)).some((each) => each.seq === 6 && each.fault.includes('no key')))
  })
  for (const old of [`set act = 'test.other'`, `set subject_id = null`, `set entry = 'x'::bytea`])
    await kept(pool, async () => {
      await pool.query(`update audit_entry ${old} where seq = 2 and organisation_id = 'ubnd-tinh'`)
      assert.ok((await faultsOf(db)).length > 0, old)
    })
  await kept(pool, async () => {
    await pool.query(`update audit_entry set mac = null, key_nonce = null where act = 'audit.keyed-from'`)
    assert.ok((await faultsOf(db)).length > 0, 'the record itself needs its key')
  })
})

test('whatever single column of whatever row is changed, it is found; what is written back is whole', async (t) => {
  const { db, pool } = await testDatabase(t)
  await recordKeyedFrom(db, new Date())
  for (let n = 1; n <= 8; n += 1) await act(db, n, n % 2 ? `viec-${n}` : null)
  const columns = fc.constantFrom('act', 'actor_id', 'subject_id', 'at', 'entry', 'hash', 'previous_hash', 'mac')
  await fc.assert(
    fc.asyncProperty(
      columns,
      fc.integer({ min: 1, max: 8 }),
      fc.uint8Array({ minLength: 1, maxLength: 9 }),
      async (column, seq, noise) => {
        const hex = Buffer.from(noise).toString('hex')
        const bytes = ['entry', 'hash', 'previous_hash', 'mac'].includes(column)
        const value =
          column === 'at'
            ? `at + interval '${1 + noise[0]!} seconds'`
            : bytes
              ? `${column} || '\\x${hex}'::bytea`
              : `coalesce(${column}, '') || '${hex}'`
        await kept(pool, async () => {
          await pool.query(
            `update audit_entry set ${column} = ${value} where organisation_id = 'ubnd-tinh' and seq = ${seq}`,
          )
          assert.ok((await faultsOf(db)).length > 0, `${column} of ${seq}`)
        })
        assert.deepEqual(await faultsOf(db), [])
      },
    ),
    { numRuns: 40, seed: 15 },
  )
})
