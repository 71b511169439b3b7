import { Secret, TOTP } from 'otpauth'
import { demonstrationAccounts } from '../seeds/accounts.ts'

/** The six digits that an authenticator shows now (TOTP, RFC 6238), for whoever has none at hand. */
const codeOf = (secret: string) => new TOTP({ secret: Secret.fromBase32(secret) }).generate()

/** `npm run accounts`: the demonstration accounts, one a line: login, password, role, unit, and the second factor where there is one. */
for (const each of demonstrationAccounts())
  process.stdout.write(
    `${[
      each.login,
      each.password,
      each.role,
      each.unit,
      each.totpSecret ? `mã lớp hai lúc này: ${codeOf(each.totpSecret)} (khóa TOTP ${each.totpSecret})` : '',
    ]
      .filter(Boolean)
      .join('\t')}\n`,
  )
