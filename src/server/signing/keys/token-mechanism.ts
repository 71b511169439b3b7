import { createHash } from 'node:crypto'
import { Refusal } from '#server/platform/refusal.ts'
import { derWrite, digestIdentifier, type DigestName, type SignatureAlgorithm } from '#server/signatures/index.ts'

/** How a token is asked for a signature, and which algorithm the signature then is. */
export type TokenMechanism = {
  name: 'ECDSA' | 'SHA256_RSA_PKCS_PSS' | 'RSA_PKCS_PSS' | 'SHA256_RSA_PKCS' | 'RSA_PKCS'
  algorithm: SignatureAlgorithm & { digest: DigestName }
  /** What is handed over: the bytes themselves, their digest, or the digest with its name (DigestInfo, RFC 8017, 9.2). */
  gives: 'bytes' | 'digest' | 'digest-info'
}

const PKCS1 = { kind: 'rsa-pkcs1', digest: 'SHA-256' } as const

/**
 * The mechanism of a token for a key of this kind, by what the token offers. RSA signs with PSS (TT 15/2025/TT-BKHCN, annex I) where the
 * token can, hashing inside it or here; tokens that have PKCS#1 v1.5 alone sign with that, as verifiers everywhere take it.
 * @throws Refusal `signing.token-cannot` when it offers none of them.
 */
export function decideMechanism(offered: ReadonlySet<string>, algorithm: SignatureAlgorithm): TokenMechanism {
  const choices: TokenMechanism[] =
    algorithm.kind === 'ecdsa'
      ? [{ name: 'ECDSA', algorithm, gives: 'digest' }]
      : algorithm.kind === 'rsa-pss'
        ? [
            { name: 'SHA256_RSA_PKCS_PSS', algorithm, gives: 'bytes' },
            { name: 'RSA_PKCS_PSS', algorithm, gives: 'digest' },
            { name: 'SHA256_RSA_PKCS', algorithm: PKCS1, gives: 'bytes' },
            { name: 'RSA_PKCS', algorithm: PKCS1, gives: 'digest-info' },
          ]
        : []
  const found = choices.find(({ name }) => offered.has(name))
  if (!found) throw new Refusal('signing.token-cannot')
  return found
}

/** What the token is handed of what is to be signed. */
export function handedOver({ gives, algorithm }: TokenMechanism, toBeSigned: Uint8Array): Buffer {
  if (gives === 'bytes') return Buffer.from(toBeSigned)
  const digest = createHash(algorithm.digest.replace('-', '').toLowerCase()).update(toBeSigned).digest()
  if (gives === 'digest') return digest
  return Buffer.from(derWrite.sequence(digestIdentifier(algorithm.digest), derWrite.octetString(digest)))
}
