import { askOutside, OutsideError } from '#server/platform/ask-outside.ts'
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
async function ask(address: string, isSet: boolean, type: string, body?: Uint8Array): Promise<Uint8Array> {
  const host = URL.canParse(address) ? new URL(address).host : address.slice(0, 100)
  const asked = { address, type, mostBytes: MOST_BYTES, patienceMs: PATIENCE, isSet }
  try {
    return await askOutside(body ? { ...asked, body } : asked)
  } catch (error) {
    const fault = error instanceof OutsideError ? error.fault : 'silent'
    const words =
      fault === 'address'
        ? `${host} là địa chỉ trong mạng nội bộ, chưa được phép hỏi (INTERNAL_HOSTS)`
        : fault === 'long'
          ? `${host} trả lời quá dài`
          : fault === 'silent'
            ? `${host} không trả lời`
            : `${host} trả lời lỗi ${fault}`
    throw new Error(words, { cause: error })
  }
}

/**
 * Authorities outside: the TSA of the settings, OCSP and lists at the addresses that certificates name, never in the
 * inner network unless its host is set; five seconds and 5 MB at most each.
 */
export const validationOverHttp = (
  timestampAddress: string | undefined,
  internalHosts: readonly string[] = [],
): Validation => ({
  stamp: async (digest: DigestName, imprint) => {
    if (!timestampAddress) throw new Error('Chưa đặt địa chỉ nơi cấp dấu thời gian (TIMESTAMP_URL)')
    const nonce = newNonce()
    const request = timestampRequest({ digest, imprint, nonce })
    return tokenOf(await ask(timestampAddress, true, 'application/timestamp-query', request), imprint, nonce)
  },
  revocationOf: async (certificate: Certificate, issuer: Certificate) => {
    const isSet = (address: string) => URL.canParse(address) && internalHosts.includes(new URL(address).hostname)
    const [ocsp] = certificate.ocspUrls
    if (ocsp) {
      const answer = await ask(ocsp, isSet(ocsp), 'application/ocsp-request', ocspRequest({ certificate, issuer }))
      parseOcspResponse(answer)
      return { ocsps: [answer], crls: [] }
    }
    const [list] = certificate.crlUrls
    if (!list) throw new Error(`Chứng thư số ${certificate.serial} không ghi nơi hỏi trạng thái`)
    return { ocsps: [], crls: [await ask(list, isSet(list), 'application/pkix-crl')] }
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
