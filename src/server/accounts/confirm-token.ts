import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { beginTry } from './delays.ts'
import { passwordMatches } from './passwords.ts'
import { findAccount } from './queries.ts'
import { recordRefusedTry } from './refused-tries.ts'
import { forgetTokens } from './remembered-tokens.ts'
import { findOpenTokenOfPost, listHolderAccounts, listTokensOfPost, markTokenConfirmed } from './token-queries.ts'

/** The post somebody acts as, when it is held today; a token acts as a post but holds none. @throws Refusal `accounts.token-not-yours`. */
async function ownPost({ db, actor, now }: Call): Promise<string> {
  const { postId } = actor
  if (!postId || !(await listHolderAccounts(db, postId, vietnamDate(now))).includes(actor.id))
    throw new Refusal('accounts.token-not-yours')
  return postId
}

/** Systems that act as the post of whoever asks, newest first. */
export const viewTokensOfPost = async (call: Call) => listTokensOfPost(call.db, await ownPost(call), call.now)

/**
 * The holder of a post lets a system take its steps, those that decide and number too (xác nhận cho hệ thống hành động thay chức vụ): an
 * administrator alone never does. With the password, for an unlocked screen is not its owner; it holds as long as the holder holds the post.
 * @throws Refusal `accounts.token-not-yours`, `accounts.wrong-password`, `accounts.token-unknown`.
 */
export async function confirmToken(call: Call, command: { id: string; password: string }): Promise<void> {
  const postId = await ownPost(call)
  const attempt = await beginTry(call, `token ${call.actor.id}`)
  const account = await findAccount(call.db, call.actor.id)
  if (!(await passwordMatches(account?.passwordHash, command.password))) {
    await recordRefusedTry(call, 'accounts.proof-failed', call.actor.id)
    throw new Refusal('accounts.wrong-password')
  }
  await attempt.right()
  await inTransaction(call, async (within) => {
    const { db, actor, now } = within
    const token = await findOpenTokenOfPost(db, command.id, postId, now)
    if (!token || !(await markTokenConfirmed(db, token.id, actor.id, now))) throw new Refusal('accounts.token-unknown')
    recordAudit(within, 'accounts.token-confirmed', HOUSE_CHAIN, token.id, { postId })
  })
  forgetTokens(call.db)
}
