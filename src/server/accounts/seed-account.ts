import type { Db } from '#server/platform/call.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { hashPassword } from './passwords.ts'
import { type AccountRow, insertAccount } from './queries.ts'

/** An account of the demonstration: its password works only while the demonstration is open. */
export async function insertDemonstrationAccount(
  db: Db,
  account: Omit<AccountRow, 'passwordHash' | 'demonstration' | 'totpSecretSealed'> & {
    password: string
    totpSecret?: string | undefined
  },
  sealing: Sealing | undefined,
) {
  const { password, totpSecret, ...row } = account
  const totpSecretSealed = totpSecret && sealing ? sealing.seal(totpSecret) : null
  await insertAccount(db, {
    ...row,
    phoneConfirmedAt: row.phone ? row.at : null,
    emailConfirmedAt: row.email ? row.at : null,
    passwordHash: await hashPassword(password),
    totpSecretSealed,
    demonstration: true,
  })
}
