import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDay } from './typed-day.ts'

test('a day is read as people type it; what is no day is not made one', () => {
  for (const typed of ['05/03/2026', '5/3/2026', ' 5-3-2026 ', '5.3.2026', '2026-03-05'])
    assert.equal(readDay(typed), '2026-03-05', typed)
  for (const typed of ['', '31/02/2026', '5/13/2026', '05/03/26', 'hôm nay', '2026-02-30', '29/02/2025'])
    assert.equal(readDay(typed), undefined, typed)
  assert.equal(readDay('29/02/2028'), '2028-02-29')
})
