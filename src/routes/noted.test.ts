import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideNote, mayNoteStranger } from './noted.ts'

test('the trail keeps files, exports and refusals, not each list that is looked at', () => {
  const of = (routeId: string, method: string, status: number, official = true) =>
    decideNote({ routeId, method, status, official })
  assert.equal(of('/tep/[id]', 'GET', 200), 'files.seen')
  assert.equal(of('/(staff)/ky-so/[id]/tep', 'GET', 200), 'files.seen')
  assert.equal(of('/(staff)/viec/[code]/phoi/ban-in', 'GET', 200), 'files.seen')
  assert.equal(of('/(admin)/quan-tri/nhat-ky/bang-tinh', 'GET', 200), 'lists.exported')
  assert.equal(of('/(admin)/quan-tri/he-thong/bang-tinh', 'GET', 200), 'lists.exported')
  assert.equal(of('/(staff)/viec', 'GET', 200), null)
  assert.equal(of('/(public)/thu-tuc/bang-tinh', 'GET', 200, false), null, 'public data')
  assert.equal(of('/tep/[id]', 'GET', 200, false), null, 'the own file of a citizen')
  assert.equal(of('/(staff)/viec/[code]', 'POST', 403), 'access.refused')
  assert.equal(of('/(staff)/viec/[code]', 'POST', 422), null, 'typed wrongly')
  assert.equal(of('/(account)/mo-khoa', 'POST', 422, false), 'access.refused')
  assert.equal(of('/(account)/lop-hai', 'POST', 401, false), 'access.refused')
  assert.equal(of('/(account)/dang-nhap', 'POST', 429, false), 'access.refused')
  assert.equal(of('/api/[...path]', 'POST', 401, false), 'access.refused', 'a token nobody knows')
  assert.equal(of('/(account)/dang-nhap', 'POST', 303, false), null)
})

test('a flood of refused strangers fills no chain: once a minute for an address and route, and so many in all', () => {
  const at = 1_000_000
  assert.equal(mayNoteStranger('10.0.0.1 /viec', at), true)
  assert.equal(mayNoteStranger('10.0.0.1 /viec', at + 59_000), false)
  assert.equal(mayNoteStranger('10.0.0.1 /don-vi', at + 1), true)
  assert.equal(mayNoteStranger('10.0.0.1 /viec', at + 60_000), true)
  const noted = Array.from({ length: 5000 }, (_, n) => mayNoteStranger(`10.1.${n} /viec`, at + 130_000)).filter(Boolean)
  assert.equal(noted.length, 300)
})
