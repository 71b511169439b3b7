import { randomInt } from 'node:crypto'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, mayAnywhere } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { hashOfToken, startSession } from './sessions.ts'
import { hashPassword, requireGoodPassword } from './passwords.ts'
import { findAccount, findAccountByIdentity, findAccountByName, insertAccount, setPasswordHash } from './queries.ts'
import { insertCode, markCodeUsed, tryCode } from './code-queries.ts'
import { spend } from '#server/platform/rate-limit.ts'

const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const DAYS = 60

/**
 * Opens an account at the desk for a person whose paper the official has seen; the code printed on the receipt lets the person take it
 * over. Somebody who has an account under this identity number keeps it; a phone that another account has is left out, for a phone proves nothing.
 */
export async function openAccountAtDesk(
  call: Call,
  person: {
    fullName: string
    identityPaper: string
    identityNumber: string
    birthDate?: string | null
    phone?: string | null
  },
): Promise<{ accountId: string; claimCode: string | null }> {
  if (!mayAnywhere(call.actor, 'dossiers.file-at-desk')) throw new Refusal('accounts.no-right')
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const known = await findAccountByIdentity(db, person.identityNumber)
    if (known) return { accountId: known.id, claimCode: null }
    const phoneTaken = person.phone ? (await findAccountByName(db, person.phone)) !== undefined : false
    const id = newId(now)
    await insertAccount(db, {
      id,
      kind: 'citizen',
      at: now,
      ...person,
      phone: phoneTaken ? null : (person.phone ?? null),
      identityLevel: 'desk',
    })
    const claimCode = Array.from({ length: 10 }, () => LETTERS[randomInt(LETTERS.length)]).join('')
    await insertCode(db, {
      id: newId(now),
      purpose: 'claim',
      target: `claim ${hashOfToken(claimCode).toString('hex')}`,
      codeHash: hashOfToken(claimCode),
      facts: { accountId: id },
      now,
      expiresAt: new Date(now.getTime() + DAYS * 86_400_000),
    })
    recordAudit(within, 'accounts.opened-at-desk', call.actor.organisationId ?? HOUSE_CHAIN, id)
    return { accountId: id, claimCode }
  })
}

/** Takes over the account of a receipt or of an official's slip: the code on it and a password of one's own. A disabled account is not taken over. */
export async function claimAccount(
  call: Call,
  command: { code: string; password: string },
): Promise<{ token: string; expiresAt: Date; official: boolean }> {
  const { db, now, origin } = call
  await spend(db, `claim ${origin?.ip ?? ''}`, { most: 10, seconds: 3600 }, now)
  requireGoodPassword(command.password)
  const passwordHash = await hashPassword(command.password)
  const code = command.code.toUpperCase().replace(/[^A-Z0-9]/g, '')
  return inTransaction(call, async (within) => {
    const waiting = await tryCode(within.db, `claim ${hashOfToken(code).toString('hex')}`, 'claim', now, 5)
    const accountId = waiting?.facts.accountId
    if (!waiting || typeof accountId !== 'string' || !(await markCodeUsed(within.db, waiting.id, now)))
      throw new Refusal('accounts.wrong-code')
    const account = await findAccount(within.db, accountId)
    if (!account || account.disabledAt) throw new Refusal('accounts.wrong-code')
    await setPasswordHash(within.db, accountId, passwordHash, now)
    recordAudit(within, 'accounts.claimed', HOUSE_CHAIN, accountId)
    return { ...(await startSession(within, account)), official: account.kind === 'official' }
  })
}
