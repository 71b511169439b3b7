import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { MIGRATIONS } from '#server/platform/db/migrate.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { findAccount, settleClash, viewClashes } from './index.ts'
import { visitorAt } from './testing.ts'

const MIGRATION = '0066_confirmed_contacts.sql'

test('phones of 0.5.0 come to one form; two accounts that become one number wait for an administrator, and nothing is merged', async (t) => {
  const { db, pool } = await testDatabase(t, 'dinh_demonstration')
  assert.ok(readdirSync(MIGRATIONS).includes(MIGRATION))
  // Back to the shape of 0.5.0, then what its desks and pages kept.
  await pool.query(`drop table contact_clash; drop index account_phone, account_email, account_phone_any, account_email_any;
    alter table account drop column phone_confirmed_at cascade, drop column phone_confirmed_how cascade, drop column email_confirmed_at,
      drop column desk_organisation_id, drop column desk_actor_id, drop column second_proof_at cascade;
    alter table account add constraint account_phone_key unique (phone), add constraint account_email_key unique (email)`)
  const old = async (phone: string, level: string, password: boolean) => {
    const id = crypto.randomUUID()
    await pool.query(
      `insert into account (id, kind, full_name, phone, identity_level, password_hash, created_at) values ($1, 'citizen', 'Người Cũ', $2, $3, $4, now())`,
      [id, phone, level, password ? 'x' : null],
    )
    return id
  }
  const desk = await old('+84934000111', 'desk', true)
  const registered = await old('0934000111', 'stated', true)
  const spaced = await old('0935 000 222', 'desk', false)
  const ended = await old('01689123456', 'stated', true)
  await pool.query(readFileSync(new URL(MIGRATION, MIGRATIONS), 'utf8'))
  const of = async (id: string) => {
    const account = (await findAccount(db, id))!
    return [account.phone, account.phoneConfirmedHow]
  }
  assert.deepEqual(await of(desk), ['0934000111', null])
  assert.deepEqual(await of(registered), ['0934000111', 'code'])
  assert.deepEqual(await of(spaced), ['0935000222', null])
  assert.deepEqual(await of(ended), ['0389123456', 'code'])
  const house = await db.selectFrom('organisation').select('id').execute()
  const actor = anActor({ 'settings.change': house.map((each) => each.id) })
  const call = { ...visitorAt(db), actor }
  assert.deepEqual((await viewClashes(call)).map((each) => each.accountId).sort(), [desk, registered].sort())
  await settleClash(call, { contact: '0934000111', accountId: desk })
  assert.deepEqual(await of(desk), ['0934000111', 'claim'])
  assert.deepEqual(await of(registered), [null, null])
  assert.deepEqual(await viewClashes(call), [])
  await assert.rejects(settleClash(call, { contact: '0934000111', accountId: desk }), { code: 'accounts.no-clash' })
})
