import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import { faulty, kept, takeValues } from '#server/platform/values/index.ts'
import { rememberPlace } from './place-queries.ts'
import { type GivenAgain, readProofAgain } from './prove-again.ts'
import { setTotp, useTotpStep } from './queries.ts'
import { stepOfCode } from './second-factor.ts'
import { tellOfChange } from './security-told.ts'
import { removeOtherSessions, type SessionRow, setSecondFactor } from './session-queries.ts'
import { type Renewed, renewToken } from './sessions.ts'

/**
 * Sets up the second factor, or another one in its place: the secret shown, a first code made with it, and once more the password and, where
 * one is set, a code of the old factor. Other sessions end, this one goes on under a new token, and a message goes out.
 * @throws Refusal `platform.values-wrong`, `accounts.wait`.
 */
export async function setUpSecondFactor(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  command: { secret: string; code: string; again: GivenAgain },
): Promise<Renewed> {
  const { now } = call
  const { account, oldPassword, oldCode } = await readProofAgain(call, sealing, session, command.again)
  const step = /^[A-Z2-7]{32}$/.test(command.secret) ? stepOfCode(command.secret, command.code, now) : null
  takeValues({ oldPassword, oldCode, code: step === null ? faulty('new-code-wrong') : kept(step) })
  return inTransaction(call, async (within) => {
    await setTotp(within.db, account.id, sealing.seal(command.secret))
    await useTotpStep(within.db, account.id, step!, now)
    await setSecondFactor(within.db, session.id, now)
    await removeOtherSessions(within.db, account.id, session.id)
    const { accountId, deviceHash } = session
    const network = networkOf(call.origin?.ip)
    if (deviceHash) await rememberPlace(within.db, { accountId, deviceHash, network, codeAt: now, now })
    await tellOfChange(within, account, 'second-factor-set')
    recordAudit(within, 'accounts.second-factor-set', HOUSE_CHAIN, account.id)
    return renewToken(within.db, session)
  })
}
