import { createHash, timingSafeEqual } from 'node:crypto'
import type { Call } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { claimTarget, readClaimCode } from './claim-codes.ts'
import { markCodeUsed, tryCode } from './code-queries.ts'
import type { Account } from './queries.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const same = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

/**
 * Whether what was typed proves that an account whose identity a desk or the national identity confirmed belongs to the person: its identity
 * number, or the claim code of its receipt. A phone alone proves nothing: numbers are typed wrongly, shared and given out again.
 * @throws Refusal `platform.too-often`.
 */
export async function provesIdentity(call: Call, account: Account, typed: string): Promise<boolean> {
  const use = await limitBy(call, 'identity-proof.account-network', `${account.id} ${networkOf(call.origin?.ip)}`)
  const all = await limitBy(call, 'identity-proof.account', account.id)
  const bare = typed.toUpperCase().replace(/[^A-Z0-9]/g, '')
  const byNumber = Boolean(account.identityNumber) && same(bare, account.identityNumber!.toUpperCase())
  const right = byNumber || (await byClaimCode(call, account, typed))
  if (right) await Promise.all([use.giveBack(), all.giveBack()])
  return right
}

async function byClaimCode({ db, now }: Call, account: Account, typed: string): Promise<boolean> {
  const code = readClaimCode(typed)
  const waiting = code ? await tryCode(db, claimTarget(code), 'claim', now, 5) : undefined
  return waiting?.facts.accountId === account.id && (await markCodeUsed(db, waiting.id, now))
}
