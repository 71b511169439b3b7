import { demonstrationAccounts } from '../seeds/accounts.ts'

/** `npm run accounts`: the demonstration accounts, one a line: login, password, role, unit. */
for (const each of demonstrationAccounts())
  process.stdout.write(
    `${[each.login, each.password, each.role, each.unit, each.totpSecret ? `TOTP ${each.totpSecret}` : ''].filter(Boolean).join('\t')}\n`,
  )
