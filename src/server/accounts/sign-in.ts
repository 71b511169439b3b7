import { createHash } from 'node:crypto'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { nameToSignIn } from './contact.ts'
import { beginTry } from './delays.ts'
import { passwordMatches } from './passwords.ts'
import { hashOfDevice, placeOf } from './places.ts'
import { findAccountByName } from './queries.ts'
import { recordRefusedTry } from './refused-tries.ts'
import { type Opened, startSession } from './sessions.ts'

/** A name that nobody has is counted like an account: the answers do not tell them apart. */
const subjectOfName = (name: string) => `name ${createHash('sha256').update(name).digest('hex').slice(0, 32)}`

/**
 * Signs in by login name, confirmed phone or e-mail, and password. The same answers and the same work whether the account exists or is
 * closed, or the password is wrong. Wrong passwords make the place they come from wait, never the account: who holds it gets in from a device or a
 * network where it was used before, whatever others try. `demonstration`: whether demonstration accounts are open here; `device`: the
 * cookie of the last success in this browser.
 * @throws Refusal `accounts.wrong-name-or-password`, `accounts.wait`, `platform.too-often`.
 */
export async function signIn(
  call: Call,
  command: { name: string; password: string; demonstration: boolean; device?: string | undefined },
): Promise<Opened> {
  const name = nameToSignIn(command.name)
  const account = await findAccountByName(call.db, name)
  const subject = account?.id ?? subjectOfName(name)
  const place = await placeOf(call, account?.id, hashOfDevice(command.device))
  const network = await limitBy(call, 'sign-in.network', place.network, { held: !place.familiar })
  const elsewhere = place.familiar ? undefined : await limitBy(call, 'sign-in.elsewhere', subject)
  const attempt = await beginTry(call, `sign-in ${subject} ${place.key}`)
  const matches = await passwordMatches(account?.passwordHash, command.password)
  const open = account && !account.disabledAt && (command.demonstration || !account.demonstration)
  if (!account || !matches || !open) {
    const facts = { network: place.network, waits: attempt.waits }
    await recordRefusedTry(call, 'accounts.sign-in-failed', account?.id ?? null, facts)
    // Over the bound of the network a wrong password says no more than an unknown name does.
    if (network.over) throw new Refusal('platform.too-often', { minutes: 10 })
    throw new Refusal('accounts.wrong-name-or-password')
  }
  await Promise.all([attempt.right(), network.giveBack(), elsewhere?.giveBack()])
  return inTransaction(call, (within) => startSession(within, account, { device: command.device }))
}
