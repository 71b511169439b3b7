import type { Call } from '#server/platform/call.ts'
import { newClaimCode } from './claim-codes.ts'
import { endSetupCodes } from './official-queries.ts'

const DAYS = 7

/** A one-time code that lets an official set a password of their own; an earlier one of the same account ends. */
export async function newSetupCode(call: Call, accountId: string): Promise<{ code: string; until: Date }> {
  await endSetupCodes(call.db, accountId, call.now)
  return newClaimCode(call, accountId, DAYS)
}
