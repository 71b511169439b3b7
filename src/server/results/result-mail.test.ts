import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Call } from '#server/platform/call.ts'
import { systemActor } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { aFiledDossier } from '../slips/testing.ts'
import { tellFiler } from '#server/dossiers/index.ts'

const NOW = new Date('2026-11-23T02:00:00Z')

test('thư báo có kết quả, thay thế hay thu hồi có đúng một đường dẫn mở hồ sơ ấy; thư không nói gì về người', async (t) => {
  const { db, pool } = await testDatabase(t, 'dinh_demonstration')
  const id = await aFiledDossier(db, '1.004873', NOW)
  await db
    .updateTable('dossier')
    .set({ filer_email: 'thu@example.vn', filer_account_id: null })
    .where('id', '=', id)
    .execute()
  const { code } = await db.selectFrom('dossier').select('code').where('id', '=', id).executeTakeFirstOrThrow()
  const call: Call = { db, actor: systemActor, now: NOW }
  for (const kind of ['result-ready', 'result-replaced', 'result-withdrawn']) {
    await pool.query('delete from outbox_message')
    await tellFiler(call, { dossierId: id, kind }, 'https://dichvucong.example.vn')
    const { rows } = await pool.query<{ channel: string; recipient: string; subject: string | null; body: string }>(
      "select channel, recipient, subject, body from outbox_message where channel = 'email'",
    )
    assert.equal(rows.length, 1, kind)
    const { recipient, subject, body } = rows[0]!
    assert.equal(recipient, 'thu@example.vn')
    assert.match(subject!, new RegExp(`${code}$`))
    const links = body.match(/https?:\/\/\S+/g)
    // Nothing stands behind it that a program could take for a part of it.
    assert.deepEqual(links, [`https://dichvucong.example.vn/ho-so/${code}`], body)
    assert.ok(!body.includes('Trần Thị Thử') && !body.includes('0912345678'))
  }
  await pool.query('delete from outbox_message')
  await tellFiler(call, { dossierId: id, kind: 'result-ready' })
  const { rows } = await pool.query<{ body: string }>("select body from outbox_message where channel = 'email'")
  assert.ok(!rows[0]!.body.includes('://'), 'a house that does not know its address gives none')
})
