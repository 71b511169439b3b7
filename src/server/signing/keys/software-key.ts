import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'
import type { Sealing } from '#server/platform/sealing.ts'

/** Dearer than a password of an account: a PIN is short, and a key is opened once for many papers. The library's standard is Argon2id; memory in KiB. */
const COST = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 }

/** The key over a key: of the PIN and of the secret of this installation; a stolen database alone opens nothing. */
const sealingKey = (secret: Buffer, pin: string, salt: Buffer) =>
  hashRaw(pin.normalize('NFC').slice(0, 200), { ...COST, salt, secret })
/** The secret of this installation for one key, of every version of the house's key, the newest first. */
const secretsOf = (sealing: Sealing, salt: Buffer) => sealing.fingerprints(`signing key ${salt.toString('hex')}`)

/** Seals a private key (PKCS#8) under a PIN: AES-256-GCM. */
export async function sealKey(
  sealing: Sealing,
  pkcs8: Uint8Array,
  pin: string,
): Promise<{ sealed: Buffer; salt: Buffer }> {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await sealingKey(secretsOf(sealing, salt)[0]!, pin, salt), nonce)
  const sealed = Buffer.concat([nonce, cipher.update(pkcs8), cipher.final(), cipher.getAuthTag()])
  return { sealed, salt }
}

async function openedBy(secret: Buffer, { sealed, salt }: { sealed: Buffer; salt: Buffer }, pin: string) {
  const decipher = createDecipheriv('aes-256-gcm', await sealingKey(secret, pin, salt), sealed.subarray(0, 12))
  decipher.setAuthTag(sealed.subarray(-16))
  const opened = decipher.update(sealed.subarray(12, -16))
  try {
    decipher.final()
    return opened
  } catch {
    opened.fill(0)
    return undefined
  }
}

/**
 * The private key, or undefined when the PIN is not the right one: the tag of the cipher says so, no PIN is kept. `isEarlier`: it was sealed
 * before the key of the house was changed; only whoever has the PIN can seal it anew.
 */
export async function unsealKey(
  sealing: Sealing,
  kept: { sealed: Buffer; salt: Buffer },
  pin: string,
): Promise<{ pkcs8: Buffer; isEarlier: boolean } | undefined> {
  for (const [at, secret] of secretsOf(sealing, kept.salt).entries()) {
    const pkcs8 = await openedBy(secret, kept, pin)
    if (pkcs8) return { pkcs8, isEarlier: at > 0 }
  }
  return undefined
}
