import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Seals small secrets at rest with AES-256-GCM under the key of this installation. */
export type Sealing = {
  seal: (text: string) => Buffer
  unseal: (sealed: Buffer) => string
  fingerprint: (text: string) => Buffer
}

const known = new Map<string, Sealing>()

function keyOf(dataDir: string): Buffer {
  // A second key beside that of the vault would seal what nobody can open later.
  if (process.env.KEY_VAULT_URL?.trim())
    throw new Error('The key of this house lies in the key vault, which was not opened.')
  const folder = join(dataDir, 'keys')
  const file = join(folder, 'sealing.key')
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const key = Buffer.from(readFileSync(file, 'utf8'), 'base64')
  if (key.length !== 32) throw new Error(`${file} does not hold a key of 32 bytes. Restore it from the backup.`)
  return key
}

/** Sealing under a given key of 32 bytes. */
export function sealingWith(key: Buffer): Sealing {
  return {
    seal: (text) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', key, nonce)
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    unseal: (sealed) => {
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
      decipher.setAuthTag(sealed.subarray(-16))
      return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
    },
    fingerprint: (text) => createHmac('sha256', key).update(text).digest(),
  }
}

export const newSealingKey = () => randomBytes(32)

/** Says which key a data folder is sealed under, where it does not lie in the folder (see `key-vault.ts`). */
export const bindSealingKey = (dataDir: string, key: Buffer) => void known.set(dataDir, sealingWith(key))

/** Whether there is a sealing key already, in the folder or from the vault. */
export const hasSealingKey = (dataDir: string) => known.has(dataDir) || existsSync(join(dataDir, 'keys', 'sealing.key'))

/** The sealing of a data folder; its key is made on the first use, mode 0600, and belongs into every backup. */
export function sealingOf(dataDir: string): Sealing {
  const before = known.get(dataDir)
  if (before) return before
  const sealing = sealingWith(keyOf(dataDir))
  known.set(dataDir, sealing)
  return sealing
}
