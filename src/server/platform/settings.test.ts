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
    DEMONSTRATION: 'no',
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

test('where others can come, the demonstration is said and the address is known', () => {
  const faults = (env: Record<string, string>) => {
    try {
      readSettings(env)
      return []
    } catch (error) {
      return (error as Error).message.split('\n')
    }
  }
  const origin = 'https://dichvucong.example.vn'
  assert.deepEqual(faults({}), [])
  assert.deepEqual(faults({ HOST: '::1' }), [])
  assert.equal(faults({ ORIGIN: origin }).length, 1)
  assert.match(faults({ ORIGIN: origin })[0]!, /DEMONSTRATION=no/)
  assert.equal(faults({ HOST: '0.0.0.0' }).length, 2)
  assert.match(faults({ HOST: '0.0.0.0', DEMONSTRATION: 'no' })[0]!, /ORIGIN/)
  for (const said of ['yes', 'no']) {
    assert.deepEqual(faults({ ORIGIN: origin, DEMONSTRATION: said }), [])
    assert.deepEqual(faults({ HOST: '10.1.1.1', ORIGIN: origin, DEMONSTRATION: said }), [])
  }
})

test('what leaves the machine leaves it over TLS, unless a host is named', () => {
  const oidc = { OIDC_ISSUER: 'http://dinhdanh.example.vn', OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
  assert.throws(() => readSettings(oidc), /OIDC_ISSUER speaks to dinhdanh\.example\.vn without TLS/)
  assert.throws(() => readSettings({ SMS_URL: 'http://sms.example.vn/' }), /SMS_URL/)
  readSettings({ ...oidc, PLAIN_HOSTS: 'dinhdanh.example.vn' })
  readSettings({
    SMS_URL: 'http://127.0.0.1:9/',
    CSC_URL: 'http://localhost:1',
    CSC_CLIENT_ID: 'a',
    CSC_CLIENT_SECRET: 'b',
  })
  const mail = (SMTP_URL: string, PLAIN_HOSTS = '') => readSettings({ SMTP_URL, PLAIN_HOSTS }).smtpUrl
  assert.match(mail('smtp://thu.example.vn:587')!, /requireTLS=true/)
  assert.equal(mail('smtps://thu.example.vn'), 'smtps://thu.example.vn')
  assert.equal(mail('smtp://127.0.0.1:25'), 'smtp://127.0.0.1:25')
  assert.equal(mail('smtp://thu.example.vn', 'thu.example.vn'), 'smtp://thu.example.vn')
})
