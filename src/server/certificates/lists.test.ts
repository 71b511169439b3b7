import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { loadPosts } from '#server/directory/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { aCall, anActor, testDatabase } from '#server/platform/testing.ts'
import { issueDemonstration, listCertificates } from './index.ts'
import { certificateList } from './lists.ts'
import { aPublicKey, anAuthority } from './testing.ts'

test('500 officials and 200 organisations: each page comes by the index, found by name, serial and state', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = aCall(db, systemActor, '2026-11-24T09:00')
  const authority = await anAuthority(t, call.now)
  const posts = [...(await loadPosts(db, '2026-11-24')).all.values()].filter((each) => each.holder).slice(0, 500)
  const units = [...new Set(posts.map((each) => each.organisationId))].slice(0, 200)
  const publicKeySpki = await aPublicKey()
  await db.transaction().execute(async (within) => {
    const inside = { ...call, db: within, pending: { audits: [], announcements: [] } }
    for (const { id } of posts) await issueDemonstration(inside, authority, { postId: id, publicKeySpki })
    for (const organisationId of units) await issueDemonstration(inside, authority, { organisationId, publicKeySpki })
  })
  await sql`analyze certificate`.execute(db)

  const all = [...new Set([...posts.map((each) => each.organisationId), ...units])]
  const viewer = aCall(db, anActor({ 'certificates.view': all }), '2026-11-24T09:00')
  const seen = new Set<string>()
  for (let after: string | undefined; ;) {
    const page = await listCertificates(viewer, { after, limit: 100 })
    for (const item of page.items) seen.add(item.id)
    if (!page.next) break
    after = page.next
  }
  assert.equal(seen.size, posts.length + units.length)

  const { sql: text, parameters } = certificateList(
    { organisationIds: all, limit: 50 },
    call.now,
    '2026-11-24',
  ).compile(db)
  const plan = await sql
    .raw(
      `explain ${text.replace(/\$(\d+)/g, (_, at: string) => {
        const value = parameters[Number(at) - 1]
        if (Array.isArray(value)) return `array[${value.map((each) => `'${String(each)}'`).join(',')}]`
        return value instanceof Date ? `'${value.toISOString()}'` : `'${String(value)}'`
      })}`,
    )
    .execute(db)
  const words = JSON.stringify(plan.rows)
  assert.match(words, /Index Scan using certificate_end/)
  assert.doesNotMatch(words, /Seq Scan on certificate /)

  const one = posts[0]!
  const byName = await listCertificates(viewer, { words: one.holder!, limit: 50 })
  assert.ok(byName.items.some((each) => each.postId === one.id))
  const serial = byName.items[0]!.serial
  assert.equal((await listCertificates(viewer, { words: serial.slice(0, 12), limit: 50 })).items.length, 1)
  assert.equal((await listCertificates(viewer, { state: 'ending', limit: 50 })).items.length, 0)
  assert.equal(
    (await listCertificates(viewer, { unitId: one.organisationId, kind: 'organisation', limit: 50 })).items[0]?.unit !==
      '',
    true,
  )
  await assert.rejects(
    listCertificates(aCall(db, anActor(), '2026-11-24T09:00'), { limit: 50 }),
    (error) => error instanceof Refusal && error.code === 'certificates.no-right',
  )
})
