import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { readIdentityNumber, readPersonName, readPhone, takeValues } from '#server/platform/values/index.ts'
import { optional } from '#server/platform/values/reading.ts'
import { claimTarget, newClaimCode, readClaimCode } from './claim-codes.ts'
import { findClaim, markCodeUsed, tryCode } from './code-queries.ts'
import { clearPassword, endSetupCodes } from './official-queries.ts'
import { hashPassword, readNewPassword } from './passwords.ts'
import { forgetPlaces } from './place-queries.ts'
import { confirmPhoneByClaim } from './contact-queries.ts'
import {
  type Account,
  findAccount,
  findAccountByIdentity,
  insertAccount,
  setPasswordHash,
  setSecondProof,
} from './queries.ts'
import { ownWords } from './reset-password.ts'
import { tellOfChange } from './security-told.ts'
import { removeOtherSessions } from './session-queries.ts'
import { type Opened, startSession } from './sessions.ts'

const DAYS = 60

export type OpenAtDesk = {
  /** The unit whose desk received the dossier. */
  organisationId: string
  fullName: string
  identityNumber: string
  birthDate?: string | null
  phone?: string | null
  /** The person has an account already and cannot get in: a new code, and what opened it before opens nothing. */
  renew?: boolean
}
/** `known`: there is an account under this number, and it stays as it is. */
export type OpenedAtDesk = { accountId: string; outcome: 'opened' | 'renewed' | 'known'; claimCode: string | null }

/**
 * Opens an account at the desk (lập tài khoản tại quầy) for a person whose căn cước the official has seen; the code printed on the receipt
 * lets the person take it over. Until a second proof the account shows results of this desk alone. Somebody who has an account under this
 * identity number keeps it; another official than the one who opened it may give a new code to a person who cannot get in, which is that
 * second proof. The phone is not confirmed by being typed.
 * @throws Refusal `platform.values-wrong`, `accounts.no-right`, `accounts.same-official`.
 */
export async function openAccountAtDesk(call: Call, command: OpenAtDesk): Promise<OpenedAtDesk> {
  const { actor } = call
  if (!may(actor, 'dossiers.file-at-desk', command.organisationId)) throw new Refusal('accounts.no-right')
  const person = takeValues({
    fullName: readPersonName(command.fullName),
    identityNumber: readIdentityNumber('can-cuoc', command.identityNumber),
    phone: optional(command.phone, readPhone),
  })
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const known = await findAccountByIdentity(db, person.identityNumber)
    if (known)
      return command.renew ? renewCode(within, known) : { accountId: known.id, outcome: 'known', claimCode: null }
    const accountId = newId(now)
    await insertAccount(db, {
      id: accountId,
      kind: 'citizen',
      at: now,
      fullName: person.fullName,
      identityPaper: 'can-cuoc',
      identityNumber: person.identityNumber,
      birthDate: command.birthDate ?? null,
      phone: person.phone,
      identityLevel: 'desk',
      deskOrganisationId: command.organisationId,
      deskActorId: actor.id,
    })
    const { code } = await newClaimCode(within, accountId, DAYS)
    recordAudit(within, 'accounts.opened-at-desk', actor.organisationId ?? HOUSE_CHAIN, accountId)
    return { accountId, outcome: 'opened', claimCode: code }
  })
}

async function renewCode(within: Call, account: Account): Promise<OpenedAtDesk> {
  const { db, now, actor } = within
  if (account.kind !== 'citizen' || account.disabledAt) throw new Refusal('accounts.closed')
  if (account.deskActorId === actor.id) throw new Refusal('accounts.same-official')
  await endSetupCodes(db, account.id, now)
  await clearPassword(db, account.id)
  await removeOtherSessions(db, account.id, null)
  await forgetPlaces(db, account.id)
  const { code } = await newClaimCode(within, account.id, DAYS, account.identityLevel === 'desk')
  await tellOfChange(within, account, 'claim-renewed')
  recordAudit(within, 'accounts.claim-renewed', actor.organisationId ?? HOUSE_CHAIN, account.id)
  return { accountId: account.id, outcome: 'renewed', claimCode: code }
}

/**
 * Takes over the account of a receipt or of an official's slip: the code on it and a password of one's own. A disabled account is not taken over.
 * @throws Refusal `platform.values-wrong`, `accounts.wrong-claim-code`, `platform.too-often`.
 */
export async function claimAccount(
  call: Call,
  command: { code: string; password: string; device?: string | undefined },
): Promise<Opened & { official: boolean }> {
  const use = await limitBy(call, 'claim.network', networkOf(call.origin?.ip))
  const code = readClaimCode(command.code)
  const waiting = code ? await findClaim(call.db, claimTarget(code), call.now) : undefined
  const account = waiting ? await findAccount(call.db, waiting) : undefined
  if (!code || !account || account.disabledAt) throw new Refusal('accounts.wrong-claim-code')
  await use.giveBack()
  takeValues({ password: readNewPassword(command.password, ownWords(account)) })
  const passwordHash = await hashPassword(command.password)
  return inTransaction(call, async (within) => {
    const { db, now } = within
    const taken = await tryCode(db, claimTarget(code), 'claim', now, 5)
    if (taken?.facts.accountId !== account.id || !(await markCodeUsed(db, taken.id, now)))
      throw new Refusal('accounts.wrong-claim-code')
    await setPasswordHash(db, account.id, passwordHash, now)
    if (taken.facts.secondProof === true) await setSecondProof(db, account.id, now)
    if (account.kind !== 'official') {
      await confirmPhoneByClaim(db, account, now)
      await tellOfChange(within, account, 'claimed')
    }
    recordAudit(within, 'accounts.claimed', HOUSE_CHAIN, account.id)
    const after = (await findAccount(db, account.id))!
    const opened = await startSession(within, after, { device: command.device, identityOpen: true })
    return { ...opened, official: account.kind === 'official' }
  })
}
