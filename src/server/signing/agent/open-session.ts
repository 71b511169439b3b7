import { createHash, randomBytes } from 'node:crypto'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { fillPdf, type Source } from '#server/signatures/index.ts'
import { refusingFaults } from '../format-refusals.ts'
import { foreseeNumber, numberBefore, numberFills } from '../numbering.ts'
import { appended, storedSource, storeSigned } from '../paper-file.ts'
import { withPlaces } from '../places.ts'
import type { SigningHouse } from '../schema.ts'
import { seriesOf } from '../sign-paper.ts'
import { takeTurn, type Turn } from '../turn.ts'
import { agentCertificate, PREPARED_FOR } from './prepare-at-agent.ts'
import { insertSession, removeSessions, type Verb } from './session-queries.ts'

export const hashOfToken = (token: string) => createHash('sha256').update(token).digest('hex')

export type OpenedSession = {
  id: string
  verb: Verb
  /** Where the agent fetches the paper, and where it sends what it signed: both with the one-time token. */
  fileAddress: string
  uploadAddress: string
  /** The number foreseen, which stands in the file already; null: none is given with this signature. */
  notation: string | null
  /** The day filled in, YYYY-MM-DD. */
  issuedOn: string | null
}

/** What the page asks of the agent, as the agent takes it; number and date only where they stand in the file. */
export const askOfAgent = ({ fileAddress, uploadAddress, notation, issuedOn }: OpenedSession) =>
  JSON.stringify({
    ...{ FileUploadHandler: uploadAddress, SessionId: '', JWTToken: '', FileName: fileAddress, MetaData: [] },
    ...(notation ? { DocNumber: notation, IssuedDate: `${issuedOn}T00:00:00+07:00` } : {}),
  })

/**
 * Opens a session in which the agent of a USB token signs a paper by itself (VGCA Sign Service, ký tệp). The agent is given the paper's
 * file with its reserved fields; where number and date are given with this signature, they are foreseen and filled in (NĐ 30/2020 art. 15:
 * after the leader has signed). The paper does not change. The session holds for ten minutes, this revision, place, certificate and person.
 */
export async function openSession(
  call: Call,
  house: SigningHouse,
  wish: { paperId: string; key: string },
): Promise<OpenedSession> {
  const turn = await takeTurn(call, wish.paperId, wish.key)
  const signer = await agentCertificate(call, house, turn)
  const { paper, place } = turn
  const series = seriesOf(turn)
  const numbering =
    series && (numberBefore(paper, turn.sign.by) ?? (await foreseeNumber(call, paper.organisationId, series)))
  const fills = numbering ? await numberFills(paper, turn.places, numbering, call.now) : []
  const fileSha256 = await fileToSign(call, house, turn, fills)
  const token = randomBytes(32).toString('base64url')
  const id = newId(call.now)
  const verb: Verb = turn.sign.by === 'seal' ? 'SignIssued' : 'SignApproved'
  const notation = numbering?.notation ?? null
  const mine = { paperId: paper.id, field: place.name, openedBy: call.actor.id }
  await inTransaction(call, async (within) => {
    await removeSessions(within.db, { ...mine, before: new Date(call.now.getTime() - PREPARED_FOR) })
    await insertSession(within.db, {
      ...{ id, ...mine, tokenHash: hashOfToken(token), paperRevision: paper.revision, verb, fileSha256, notation },
      ...{ certificateId: signer.certificateId, openedAt: call.now },
    })
    recordAudit(within, 'signing.session-opened', paper.organisationId, paper.id, { place: place.name, verb })
  })
  const address = `${house.origin}/api/agent/${token}`
  return {
    ...{ id, verb, notation, issuedOn: numbering?.numberedOn ?? null },
    ...{ fileAddress: `${address}/${paper.code}.pdf`, uploadAddress: address },
  }
}

/** The file that the agent is given, kept beside the paper's: what comes back must begin with exactly these bytes. */
async function fileToSign(
  call: Call,
  house: SigningHouse,
  { paper, places }: Turn,
  fills: Parameters<typeof fillPdf>[1],
): Promise<string> {
  const stored = await storedSource(house.dataDir, paper.fileSha256)
  try {
    return await refusingFaults(async () => {
      const source: Source = await withPlaces(stored, places)
      const given = fills.length > 0 ? appended(source, await fillPdf(source, fills)) : source
      return given === stored
        ? paper.fileSha256
        : (await storeSigned(call.db, house.dataDir, { before: stored, after: given }, call.now)).sha256
    })
  } finally {
    await stored.close()
  }
}
