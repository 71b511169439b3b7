import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#server/platform/refusal.ts'
import { decideAuthorisation } from './send.ts'

test('whoever files for another says by what right; for oneself, or where a number is not known, nothing is asked', () => {
  const owner = { name: 'Trần Văn Già', identity: '035050000001' }
  const refused = (error: unknown) => error instanceof Refusal && error.code === 'filing.authorisation-missing'
  assert.throws(() => decideAuthorisation(owner, '035090000002', null), refused)
  decideAuthorisation(owner, '035090000002', 'con đẻ')
  decideAuthorisation(owner, '035050000001', null)
  decideAuthorisation({ ...owner, identity: null }, '035090000002', null)
  decideAuthorisation(owner, null, null)
})
