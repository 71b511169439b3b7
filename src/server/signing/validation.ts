import { randomBytes } from 'node:crypto'
import { answerOcsp, answerTimestamp, type Authority, type Register } from '#server/certificates/index.ts'
import {
  type Certificate,
  der,
  type DigestName,
  ocspRequest,
  parseOcspResponse,
  parseTimestampResponse,
  parseTimestampToken,
  timestampRequest,
} from '#server/signatures/index.ts'
import type { Validation } from './schema.ts'

const PATIENCE = 5000
const MOST_BYTES = 5 * 1024 * 1024

/** A token that stamps exactly this, with the nonce sent; anything else is an error of the authority. */
function tokenOf(answer: Uint8Array, imprint: Uint8Array, nonce: Uint8Array): Uint8Array {
  const bytes = parseTimestampResponse(answer)
  const token = parseTimestampToken(bytes)
  const sent = der.hexOf(nonce).replace(/^(00)+(?=..)/, '')
  if (!der.sameBytes(token.imprint, imprint) || token.nonce !== sent)
    throw new Error('the timestamp is over something else')
  return bytes
}
const newNonce = () => {
  const nonce = new Uint8Array(randomBytes(8))
  nonce[0] = (nonce[0]! & 0x7f) | 0x40
  return nonce
}

/** The demonstration authority, called in this process. */
export const validationOfAuthority = (authority: Authority, register: Register, now: () => Date): Validation => ({
  stamp: async (digest, imprint) => {
    const nonce = newNonce()
    return tokenOf(
      await answerTimestamp(authority, timestampRequest({ digest, imprint, nonce }), now()),
      imprint,
      nonce,
    )
  },
  revocationOf: async (certificate, issuer) => {
    const answer = await answerOcsp(authority, register, ocspRequest({ certificate, issuer }), now())
    parseOcspResponse(answer)
    return { ocsps: [answer], crls: [] }
  },
})

/** What is thrown is read by the administrator: which place, and what it did. */
async function ask(address: string, type: string, body?: Uint8Array): Promise<Uint8Array> {
  const { host } = new URL(address)
  let answer: Response
  try {
    answer = await fetch(address, {
      ...(body ? { method: 'POST', headers: { 'content-type': type }, body: body as Uint8Array<ArrayBuffer> } : {}),
      signal: AbortSignal.timeout(PATIENCE),
      redirect: 'error',
    })
  } catch (error) {
    throw new Error(`${host} không trả lời`, { cause: error })
  }
  if (!answer.ok) throw new Error(`${host} trả lời lỗi ${answer.status}`)
  if (Number(answer.headers.get('content-length') ?? 0) > MOST_BYTES) throw new Error(`${host} trả lời quá dài`)
  return new Uint8Array(await answer.arrayBuffer())
}

/** Authorities outside: the TSA of the settings, OCSP and lists at the addresses that certificates name; five seconds at most each. */
export const validationOverHttp = (timestampAddress: string | undefined): Validation => ({
  stamp: async (digest: DigestName, imprint) => {
    if (!timestampAddress) throw new Error('Chưa đặt địa chỉ nơi cấp dấu thời gian (TIMESTAMP_URL)')
    const nonce = newNonce()
    const request = timestampRequest({ digest, imprint, nonce })
    return tokenOf(await ask(timestampAddress, 'application/timestamp-query', request), imprint, nonce)
  },
  revocationOf: async (certificate: Certificate, issuer: Certificate) => {
    const [ocsp] = certificate.ocspUrls
    if (ocsp) {
      const answer = await ask(ocsp, 'application/ocsp-request', ocspRequest({ certificate, issuer }))
      parseOcspResponse(answer)
      return { ocsps: [answer], crls: [] }
    }
    const [list] = certificate.crlUrls
    if (!list) throw new Error(`Chứng thư số ${certificate.serial} không ghi nơi hỏi trạng thái`)
    return { ocsps: [], crls: [await ask(list, 'application/pkix-crl')] }
  },
})

/** Each certificate's own authority is asked: the one inside for what it issued, addresses outside for all else. */
export const validationOfBoth = (inside: Validation, outside: Validation, authority: Authority): Validation => ({
  stamp: inside.stamp,
  revocationOf: (certificate, issuer) => {
    const { root, issuing } = authority.keys
    const isOurs = [root, issuing].some((each) => each.certificate.fingerprint === issuer.fingerprint)
    return (isOurs ? inside : outside).revocationOf(certificate, issuer)
  },
})
