import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readSettings } from './settings.ts'

test('each wrong setting gets a sentence of its own', () => {
  const env = {
    PORT: 'abc',
    ORIGIN: 'https://a.vn/x',
    SMTP_URL: 'mail.a.vn',
    DATABASE_URL: 'mysql://x',
    TRUSTED_PROXIES: 'any',
  }
  assert.throws(
    () => readSettings(env),
    (error: Error) => error.message.split('\n').length === 5 && error.message.includes('PORT is "abc"'),
  )
})

test('nothing set is enough', () => {
  const settings = readSettings({})
  assert.equal(settings.port, 3000)
  assert.equal(settings.maxFileBytes, 100 * 1024 * 1024)
})
