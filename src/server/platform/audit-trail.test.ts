import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordAudit } from './audit.ts'
import { verifyChain } from './audit-trail.ts'
import { inTransaction } from './call.ts'
import { aCall, anActor, testDatabase } from './testing.ts'

const TAMPERINGS = {
  changed: `update audit_entry set entry = 'x'::bytea where seq = 3`,
  removed: 'delete from audit_entry where seq = 3',
  cut: 'delete from audit_entry where seq = 5',
  reordered: `update audit_entry set seq = case seq when 2 then 103 else 102 end where seq in (2, 3);
    update audit_entry set seq = seq - 100 where seq > 100`,
  inserted: `insert into audit_entry select organisation_id, 6, at, entry, hash, hash, act, actor_id from audit_entry where seq = 5`,
}

test('the audit trail is whole as written, and every kind of tampering is found', async (t) => {
  const { db, pool } = await testDatabase(t)
  for (let n = 1; n <= 5; n += 1)
    await inTransaction(aCall(db, anActor(), '2026-11-24T09:00'), async (call) =>
      recordAudit(call, 'test.act', 'ubnd-tinh', null, { n }),
    )
  assert.deepEqual(await verifyChain(db, 'ubnd-tinh'), { rows: 5, faults: [] })
  for (const [kind, statement] of Object.entries(TAMPERINGS)) {
    await pool.query('create table kept as table audit_entry')
    await pool.query(statement)
    assert.ok((await verifyChain(db, 'ubnd-tinh')).faults.length > 0, kind)
    await pool.query('truncate audit_entry; insert into audit_entry select * from kept; drop table kept')
  }
  assert.deepEqual((await verifyChain(db, 'ubnd-tinh')).faults, [])
})
