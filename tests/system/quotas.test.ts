import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { lookUpProgress } from '#server/dossiers/index.ts'
import { aPdf } from '#server/files/testing.ts'
import { anonymousActor } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { aHouse } from './house.ts'

const TYPE = 'multipart/form-data; boundary=x'
const HEAD = '--x\r\nContent-Disposition: form-data; name="tep"; filename="a.pdf"\r\n\r\n'
const END = '\r\n--x--\r\n'
const megabytes = (many: number) => [HEAD, Buffer.from(aPdf(['a'.repeat(many * 1_048_576)])), END]

test('Somebody who sends too much in a day, or opens too many forms, is told so; an honest neighbour notices nothing', async (t) => {
  const { signIn, nobody, db } = await aHouse(t, { MAX_FILE_MB: '4' })
  await sql`update rule_set set settings = settings || '{"uploadMbPerDay": 5, "openUploadMbPerDay": 5, "draftsPerAccount": 3}'`.execute(
    db,
  )
  await sql`update directory_revision set revision = revision + 1`.execute(db).catch(() => undefined)
  const [hostile, honest] = [await signIn('congdan'), await signIn('congdan2')]
  const draftOf = async (who: typeof honest) => {
    const opened = await who.post('/nop-ho-so/1.001193', { tu: '' })
    const draft = opened.headers.get('location') ?? ''
    const page = await (await who.get(`${draft}/giay-to`)).text()
    return /action="(\/ho-so\/nhap\/[^"]+\/dinh-kem\?giay=[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  }
  const [theirs, own] = [await draftOf(hostile), await draftOf(honest)]
  for (const expected of [/da=them/, /da=them/, /loi=platform.quota/, /loi=platform.quota/])
    assert.match((await hostile.raw(theirs, TYPE, megabytes(2))).headers, expected)
  assert.match((await honest.raw(own, TYPE, megabytes(2))).headers, /da=them/)
  assert.match(
    (await hostile.raw(theirs, TYPE, [HEAD, Buffer.from(aPdf()), END])).headers,
    /da=them/,
    'what still fits is taken',
  )

  for (const expected of [303, 429, 429]) {
    const { status } = await nobody.raw('/kiem-tra', TYPE, megabytes(3))
    assert.equal(status, expected, 'nobody: 5 MB a day from one network')
  }
  const statuses = []
  for (let more = 0; more < 3; more += 1) statuses.push((await hostile.post('/nop-ho-so/1.001193', { tu: '' })).status)
  assert.deepEqual(statuses, [303, 303, 409])
  assert.equal((await honest.post('/nop-ho-so/1.001193', { tu: '' })).status, 303)
})

test('Where the disk runs full citizens are sent to the desk, and the desk goes on', async (t) => {
  const free = 900_000_000
  const { signIn, nobody } = await aHouse(t, { FREE_FLOOR_MB: String(free / 1000) })
  const refused = await nobody.raw('/kiem-tra', TYPE, [HEAD, Buffer.from(aPdf()), END])
  assert.deepEqual([refused.status, /sắp hết chỗ chứa/.test(refused.body)], [503, true])
  assert.match(refused.headers, /retry-after: 60/i)
  const citizen = await signIn('congdan')
  assert.ok((await citizen.get('/ho-so')).status < 400)
})

test('Whoever goes through the codes of dossiers is held up; others, and who has signed in, are not', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const now = new Date()
  const from = (ip: string) => ({ db, now, actor: anonymousActor, origin: { requestId: '1', ip } })
  const looks = Array.from({ length: 1200 }, () => lookUpProgress(from('203.0.113.9'), '000.00.01.H25-261130-0001'))
  await Promise.all(looks)
  const often = (error: Refusal) => error.code === 'platform.too-often'
  await assert.rejects(lookUpProgress(from('203.0.113.9'), 'x'), often)
  assert.equal(await lookUpProgress(from('203.0.113.10'), 'x'), undefined)
  assert.equal(await lookUpProgress({ ...from('203.0.113.9'), actor: anActor() }, 'x'), undefined)
})
