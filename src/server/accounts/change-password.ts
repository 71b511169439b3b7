import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { faulty, takeValues } from '#server/platform/values/index.ts'
import { hashPassword, readNewPassword } from './passwords.ts'
import { type GivenAgain, readProofAgain } from './prove-again.ts'
import { setPasswordHash } from './queries.ts'
import { ownWords } from './reset-password.ts'
import { tellOfChange } from './security-told.ts'
import { removeOtherSessions, type SessionRow } from './session-queries.ts'
import { type Renewed, renewToken } from './sessions.ts'

/**
 * The signed-in person changes the password: the old one and, where set, a code are asked again; other sessions end, this one goes on under
 * a new token, and a message goes out.
 * @throws Refusal `platform.values-wrong`, `accounts.wait`.
 */
export async function changePassword(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  command: { again: GivenAgain; password: string },
): Promise<Renewed> {
  const { account, oldPassword, oldCode } = await readProofAgain(call, sealing, session, command.again)
  const reading = readNewPassword(command.password, ownWords(account))
  const password = !reading.fault && command.password === command.again.password ? faulty('password-same') : reading
  takeValues({ oldPassword, oldCode, password })
  const hash = await hashPassword(command.password)
  return inTransaction(call, async (within) => {
    await setPasswordHash(within.db, account.id, hash, within.now)
    await removeOtherSessions(within.db, account.id, session.id)
    await tellOfChange(within, account, 'password-changed')
    recordAudit(within, 'accounts.password-changed', HOUSE_CHAIN, account.id)
    return renewToken(within.db, session)
  })
}
