import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import { Secret, TOTP } from 'otpauth'
import { PROJECT } from '#server/platform/settings.ts'
import { demonstrationAccounts } from '../seeds/accounts.ts'

test('the list of accounts tells the code of the second factor as an authenticator shows it now', () => {
  const secret = demonstrationAccounts().find(({ login }) => login === 'quantri')!.totpSecret!
  const of = new TOTP({ secret: Secret.fromBase32(secret) })
  const before = of.generate()
  const lines = execFileSync(process.execPath, ['tools/accounts.ts'], { cwd: PROJECT, encoding: 'utf8' })
  const shown = /^quantri\t.*: (\d{6}) /m.exec(lines)?.[1]
  assert.ok(shown === before || shown === of.generate(), lines)
})
