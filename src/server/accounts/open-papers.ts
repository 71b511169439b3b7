import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { Sealing } from '#server/platform/sealing.ts'
import type { Contact } from './contact.ts'
import { sendContactCode, takeProvedContact } from './contact-codes.ts'
import { rememberPlace } from './place-queries.ts'
import { findAccount } from './queries.ts'
import { type SessionRow, setIdentityOpen } from './session-queries.ts'

/** The confirmed contact a code for a new device goes to: the phone before the e-mail; null when there is none. */
export async function contactForPapers(db: Db, accountId: string): Promise<Contact | null> {
  const account = await findAccount(db, accountId)
  if (account?.phone && account.phoneConfirmedAt) return { kind: 'phone', value: account.phone }
  if (account?.email && account.emailConfirmedAt) return { kind: 'email', value: account.email }
  return null
}

/**
 * Sends the code that opens identity papers (giấy tờ của tôi, số định danh) on a device where none was given yet. The relaxation of ASVS 5.0
 * 6.3.3 for citizens: a password to sign in, a second proof before such papers are read.
 * @throws Refusal `accounts.no-contact`, `platform.too-often`.
 */
export async function askPapersCode(
  call: Call,
  sealing: Sealing,
  session: SessionRow,
  command: { flow?: string | undefined; shown: (kind: Contact['kind']) => boolean },
): Promise<{ flow: string }> {
  const contact = await contactForPapers(call.db, session.accountId)
  if (!contact) throw new Refusal('accounts.no-contact')
  return sendContactCode(call, sealing, {
    contact,
    reason: 'device',
    accountId: session.accountId,
    flow: command.flow,
    shown: command.shown(contact.kind),
  })
}

/** Opens identity papers in this session and, from now on, on this device. @throws Refusal `accounts.code-over`. */
export async function openPapers(call: Call, session: SessionRow, flow: string | undefined): Promise<void> {
  await inTransaction(call, async (within) => {
    const { db, now } = within
    const { reason, accountId } = await takeProvedContact(within, flow)
    if (reason !== 'device' || accountId !== session.accountId) throw new Refusal('accounts.code-over')
    await setIdentityOpen(db, session.id, now)
    const { deviceHash } = session
    const network = networkOf(call.origin?.ip)
    if (deviceHash) await rememberPlace(db, { accountId, deviceHash, network, codeAt: now, now })
    recordAudit(within, 'accounts.papers-opened', HOUSE_CHAIN, accountId, { session: session.id })
  })
}
