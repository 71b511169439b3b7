import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { insertKey } from '../queries.ts'
import { sealKey } from './software-key.ts'
import { isWeakPin } from './weak-pins.ts'

/** A new pair of keys (ECDSA P-256, or RSA of 3072 bits): the private one leaves this process only sealed. */
export async function newKeyPair(kind: 'ecdsa' | 'rsa' = 'ecdsa'): Promise<{ pkcs8: Uint8Array; spki: Uint8Array }> {
  const { subtle } = globalThis.crypto
  const wish =
    kind === 'ecdsa'
      ? { name: 'ECDSA', namedCurve: 'P-256' }
      : { name: 'RSA-PSS', modulusLength: 3072, publicExponent: Uint8Array.of(1, 0, 1), hash: 'SHA-256' }
  const pair = (await subtle.generateKey(wish, true, ['sign', 'verify'])) as CryptoKeyPair
  return {
    pkcs8: new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey)),
    spki: new Uint8Array(await subtle.exportKey('spki', pair.publicKey)),
  }
}

/** Six digits and more, or a sentence. @throws Refusal `signing.pin-weak`. */
export function requireGoodPin(pin: string) {
  if (pin.normalize('NFC').length < 6 || pin.length > 200) throw new Refusal('signing.pin-weak')
}

/** A PIN chosen for a key of one's own: also none of those that are tried first; only keys of the demonstration have `123456`. @throws Refusal `signing.pin-weak`, `signing.pin-guessable`. */
export function requireNewPin(pin: string) {
  requireGoodPin(pin)
  if (isWeakPin(pin)) throw new Refusal('signing.pin-guessable')
}

/** Keeps the private key of a certificate that was issued for its public one, sealed under the PIN its holder chose. */
export async function keepSoftwareKey(
  call: Call,
  { dataDir }: { dataDir: string },
  key: { certificateId: string; pkcs8: Uint8Array; pin: string; organisationId?: string },
): Promise<string> {
  requireGoodPin(key.pin)
  const kept = await sealKey(sealingOf(dataDir), key.pkcs8, key.pin)
  const id = newId(call.now)
  await inTransaction(call, async (within) => {
    await insertKey(within.db, { id, certificateId: key.certificateId, kind: 'software', ...kept }, call.now)
    recordAudit(within, 'signing.key-kept', key.organisationId ?? HOUSE_CHAIN, key.certificateId, { kind: 'software' })
  })
  return id
}
