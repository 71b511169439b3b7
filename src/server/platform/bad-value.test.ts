import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from 'kysely'
import { refusalOf, TOLD } from './bad-value.ts'
import type { Db } from './call.ts'
import { newId } from './ids.ts'
import {
  readCodePlace,
  readCount,
  readDayPlace,
  readId,
  readNumberPlace,
  readPlace,
  readWholePlace,
} from './identifiers.ts'
import { Refusal } from './refusal.ts'
import { testDatabase } from './testing.ts'

const ID = newId(new Date('2026-11-30T02:00:00Z'))
const codeOf = (read: () => unknown) => {
  try {
    return read()
  } catch (error) {
    return error instanceof Refusal ? error.code : error
  }
}

test('identifiers, counts and places that a form or address carries are read before anybody is asked about them', () => {
  assert.equal(readId(ID.toUpperCase()), ID)
  for (const odd of ['', 'x', '-'.repeat(36), `${ID}0`, `${ID}\0`, '\ud800', null, undefined, 7])
    assert.equal(
      codeOf(() => readId(odd)),
      'platform.bad-value',
      String(odd),
    )
  assert.equal(readCount('2147483647'), 2_147_483_647)
  for (const odd of ['2147483648', '-1', 'NaN', '1e3', '0x10', '', '9'.repeat(18), null])
    assert.equal(
      codeOf(() => readCount(odd)),
      'platform.bad-value',
      String(odd),
    )
  assert.deepEqual(readPlace(`2026-11-30T02:00:00.000Z|${ID}`), { at: new Date('2026-11-30T02:00:00Z'), id: ID })
  assert.deepEqual(readPlace(`1764468000000_${ID}`), { at: new Date(1_764_468_000_000), id: ID })
  assert.deepEqual(readDayPlace(`2026-11-30_${ID}`), { on: '2026-11-30', id: ID })
  for (const none of [null, undefined, '']) assert.equal(readPlace(none), undefined)
  for (const odd of [
    ...['x', 'x|y', `|${ID}`, `x|${ID}`, `1|${'-'.repeat(36)}`, `-271821-04-20T00:00:00.000Z|${ID}`],
    ...[`99999999999999999|${ID}`, `2026-11-30T02:00:00Z|${ID}|${ID}`, `NaN|${ID}`],
  ])
    assert.equal(
      codeOf(() => readPlace(odd)),
      'platform.bad-address',
      odd,
    )
  for (const odd of [`2026-02-30_${ID}`, `2026-13-01_${ID}`, `30/11/2026_${ID}`])
    assert.equal(
      codeOf(() => readDayPlace(odd)),
      'platform.bad-address',
      odd,
    )
  for (const odd of ['x', '2026-11-30T02:00:00Z|dinh|x', '2026-11-30T02:00:00Z|dinh|9999999999999999', 'x|dinh|1'])
    assert.equal(
      codeOf(() => readNumberPlace(odd)),
      'platform.bad-address',
      odd,
    )
  for (const odd of ['1e400|1.001193', 'NaN|1.001193', '1', '|', '1|a b'])
    assert.equal(
      codeOf(() => readCodePlace(odd, true)),
      'platform.bad-address',
      odd,
    )
  for (const odd of ['0', '-1', '1e3', '9999999999'])
    assert.equal(
      codeOf(() => readWholePlace(odd)),
      'platform.bad-address',
      odd,
    )
})

const refusedBy = async (db: Db, statement: ReturnType<typeof sql>) =>
  statement.execute(db).then(
    () => undefined,
    (error: unknown) => refusalOf(error)?.code ?? 'a fault of the program',
  )

test('what the database refuses of a value is told as a refusal, by the rule it broke; a fault of the program stays one', async (t) => {
  const { db } = await testDatabase(t)
  await sql`insert into work_calendar (id, name) values ('mot', 'Một')`.execute(db)
  assert.equal(await refusedBy(db, sql`select 'x'::uuid`), 'platform.bad-value')
  assert.equal(await refusedBy(db, sql`select 2147483648::int`), 'platform.bad-value')
  assert.equal(
    await refusedBy(db, sql`insert into work_calendar (id, name) values ('mot', 'Hai')`),
    'platform.there-already',
  )
  const day = sql`insert into organisation_calendar (organisation_id, calendar_id, valid_from) values ('khong-co', 'mot', '2026-12-01')`
  assert.equal(await refusedBy(db, day), 'platform.gone-meanwhile')
  assert.equal(await refusedBy(db, sql`insert into notice (id) values (${ID})`), 'a fault of the program', 'not null')
  assert.equal(await refusedBy(db, sql`select nothing from nowhere`), 'a fault of the program')
  const twice = await sql`insert into work_calendar (id, name) values ('mot', 'Hai')`
    .execute(db)
    .catch((error) => error)
  assert.equal(refusalOf(twice, { read: true }), undefined, 'who only reads breaks no rule')
  assert.equal(refusalOf(new Error('x')), undefined)
})

test('every rule of a table that is told by its name stands in the schema', async (t) => {
  const { db } = await testDatabase(t)
  const { rows } = await sql<{ name: string }>`select indexname as name from pg_indexes where schemaname = 'public'
    union select conname from pg_constraint`.execute(db)
  const known = new Set(rows.map(({ name }) => name))
  for (const constraint of TOLD.keys()) assert.ok(known.has(constraint), constraint)
})
