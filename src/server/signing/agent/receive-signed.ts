import { own } from '#own-keys'
import { findPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { storeFile } from '#server/platform/files.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { addedSignature, FormatFault, inTime, parseCertificate } from '#server/signatures/index.ts'
import { storedSource } from '../paper-file.ts'
import { placesOf } from '../places.ts'
import type { SigningHouse } from '../schema.ts'
import { hashOfToken } from './open-session.ts'
import { PREPARED_FOR } from './prepare-at-agent.ts'
import { type AgentSession, endUpload, findSession } from './session-queries.ts'

/** A signature with its picture, certificates and timestamps is well below this. */
const MOST_ADDED = 8 * 1024 * 1024

const CODES: Record<string, string> = {
  'added.not-appended': 'signing.agent-other-file',
  'added.not-one': 'signing.agent-not-one',
  'added.part-only': 'signing.agent-not-one',
  'added.other-certificate': 'signing.agent-other-key',
  'added.signature-bad': 'signing.agent-signature-bad',
  'added.weak': 'signing.agent-signature-bad',
  'added.other-place': 'signing.agent-other-place',
  'added.changed': 'signing.agent-changed',
  'added.closes': 'signing.agent-closes',
  'added.breaks': 'signing.agent-breaks',
}

/** Whether a session still holds: ten minutes, and the day whose date may stand in the paper. */
export const isFresh = ({ openedAt }: Pick<AgentSession, 'openedAt'>, now: Date) =>
  now.getTime() - openedAt.getTime() <= PREPARED_FOR && vietnamDate(openedAt) === vietnamDate(now)

/** The open session of a token; a wrong token is counted by address. @throws Refusal `signing.session-over`. */
async function sessionOf(call: Call, token: string): Promise<AgentSession> {
  const session = /^[\w-]{43}$/.test(token) ? await findSession(call.db, { tokenHash: hashOfToken(token) }) : undefined
  if (session?.state === 'open' && isFresh(session, call.now)) return session
  if (!session) await limitBy(call, 'agent.network', networkOf(call.origin?.ip))
  throw new Refusal('signing.session-over')
}

/** The file that the agent is to sign, to whoever holds the token of an open session: its address is the only key. */
export async function fileOfSession(call: Call, token: string): Promise<{ sha256: string; code: string }> {
  const { fileSha256, paperId } = await sessionOf(call, token)
  return { sha256: fileSha256, code: (await findPaper(call.db, { id: paperId }))!.code }
}

/**
 * Takes the file that the agent signed and checks it with our own verifier: our bytes and exactly one signature more, of the registered
 * certificate, over everything, with nothing else changed. What passes waits for its signer (`finishSession`); the paper does not change
 * here, since nobody is signed in. What does not pass ends the session with its reason. One upload a session.
 * @throws Refusal with what is wrong.
 */
export async function receiveSigned(
  call: Call,
  house: SigningHouse,
  upload: { token: string; bytes: AsyncIterable<Uint8Array> },
): Promise<{ code: string }> {
  const session = await sessionOf(call, upload.token)
  const paper = (await findPaper(call.db, { id: session.paperId }))!
  const keep = async (came: Parameters<typeof endUpload>[2], act: string, facts: Record<string, unknown>) =>
    inTransaction(call, async (within) => {
      if (!(await endUpload(within.db, session.id, came))) throw new Refusal('signing.session-over')
      const about = { place: session.field, openedBy: session.openedBy }
      recordAudit(within, act, paper.organisationId, paper.id, { ...about, ...facts })
    })
  try {
    if (paper.revision !== session.paperRevision) throw new Refusal('signing.session-over')
    const checked = await checkUpload(call, house, session, upload.bytes)
    await keep(checked, 'signing.session-received', { file: checked.signedSha256 })
  } catch (error) {
    // A file that did not arrive is no answer of the agent: it may be sent again.
    const isAnswer =
      error instanceof Refusal && error.code !== 'signing.session-over' && !error.code.startsWith('platform.')
    if (isAnswer)
      await keep({ refusal: error.code, facts: error.facts }, 'signing.session-refused', { code: error.code })
    throw error
  }
  return { code: paper.code }
}

async function checkUpload(call: Call, house: SigningHouse, session: AgentSession, bytes: AsyncIterable<Uint8Array>) {
  const given = await storedSource(house.dataDir, session.fileSha256)
  try {
    const maxBytes = given.size + MOST_ADDED
    const stored = await storeFile(call.db, house.dataDir, bytes, { now: call.now, maxBytes }).catch((error) => {
      if (error instanceof Refusal && error.code === 'platform.file-too-large')
        throw new Refusal('signing.agent-too-large')
      throw error
    })
    const signed = await storedSource(house.dataDir, stored.sha256)
    try {
      const signedField = await fieldAdded(call, house, session, { given, signed })
      return { signedSha256: stored.sha256, signedField }
    } finally {
      await signed.close()
    }
  } finally {
    await given.close()
  }
}

type Files = Record<'given' | 'signed', Awaited<ReturnType<typeof storedSource>>>
async function fieldAdded(call: Call, house: SigningHouse, session: AgentSession, { given, signed }: Files) {
  const registered = await house.register.findCertificate(call.db, session.certificateId)
  const paper = (await findPaper(call.db, { id: session.paperId }))!
  if (!registered) throw new Refusal('signing.no-certificate')
  const { reserved } = await placesOf(call.db, paper)
  const open = reserved.map(({ name }) => name).filter((name) => name !== session.field)
  const wanted = { certificate: parseCertificate(registered.der), place: session.field, now: call.now }
  try {
    // Nobody signs after the seal: it may lock what it likes.
    const all = { ...wanted, open: session.verb === 'SignIssued' ? [] : open }
    return (await inTime(addedSignature(given, signed, all))).field
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    throw new Refusal(own(CODES, error.code) ?? 'signing.agent-other-file', { why: error.detail ?? error.code })
  }
}
