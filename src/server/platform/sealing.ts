import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'

/**
 * Seals small secrets at rest with AES-256-GCM under the key of this installation. After the key was changed (`npm run key:rotate`) what is
 * new is under the newest version; what earlier versions sealed opens under theirs.
 */
export type Sealing = {
  seal: (text: string) => Buffer
  unseal: (sealed: Buffer) => string
  /** Under the newest version. */
  fingerprint: (text: string) => Buffer
  /** Under every version, the newest first: what was kept before the key changed is compared with all. */
  fingerprints: (text: string) => Buffer[]
  /** Of what must stay the same for ever, whatever key is the newest: under the first version. */
  lasting: (text: string) => Buffer
  /** The number of the newest version; the first is 1. */
  version: number
  /** The version under which something is sealed; undefined when it is none of this house. */
  versionOf: (sealed: Buffer) => number | undefined
}

const known = new Map<string, Sealing>()
const fileOf = (dataDir: string) => join(dataDir, 'keys', 'sealing.key')

/** The versions of a key as they are kept: the newest first, base64, one a line. */
export const readKeys = (text: string): Buffer[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => Buffer.from(line, 'base64'))
export const writeKeys = (keys: readonly Buffer[]) => keys.map((key) => key.toString('base64')).join('\n')
export const areKeys = (keys: readonly Buffer[]) => keys.length > 0 && keys.every((key) => key.length === 32)

function keysOf(dataDir: string): Buffer[] {
  // A second key beside that of the vault would seal what nobody can open later.
  if (process.env.KEY_VAULT_URL?.trim())
    throw new Error('The key of this house lies in the key vault, which was not opened.')
  const folder = join(dataDir, 'keys')
  const file = fileOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  chmodSync(folder, 0o700)
  try {
    writeFileSync(file, randomBytes(32).toString('base64'), { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
  const keys = readKeys(readFileSync(file, 'utf8'))
  if (!areKeys(keys)) throw new Error(`${file} does not hold a key of 32 bytes. Restore it from the backup.`)
  return keys
}

/** A new key before the ones that are in the file of a data folder, in one step: a kill leaves the file as it was or as it is to be. */
export function addSealingKey(dataDir: string): void {
  const keys = [newSealingKey(), ...keysOf(dataDir)]
  const next = `${fileOf(dataDir)}.next`
  writeFileSync(next, writeKeys(keys), { mode: 0o600, flush: true })
  renameSync(next, fileOf(dataDir))
  const folder = openSync(join(dataDir, 'keys'), 'r')
  fsyncSync(folder)
  closeSync(folder)
  known.set(dataDir, sealingWith(...keys))
}

function openedBy(key: Buffer, sealed: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, 12))
    decipher.setAuthTag(sealed.subarray(-16))
    return Buffer.concat([decipher.update(sealed.subarray(12, -16)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

/** Sealing under given keys of 32 bytes, the newest first. */
export function sealingWith(...keys: readonly Buffer[]): Sealing {
  const newest = keys[0]!
  const under = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()
  return {
    seal: (text) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', newest, nonce)
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
    },
    unseal: (sealed) => {
      for (const key of keys) {
        const text = openedBy(key, sealed)
        if (text !== undefined) return text
      }
      throw new Error('This was not sealed under a key of this house.')
    },
    fingerprint: (text) => under(newest, text),
    fingerprints: (text) => keys.map((key) => under(key, text)),
    lasting: (text) => under(keys.at(-1)!, text),
    version: keys.length,
    versionOf: (sealed) => {
      const at = keys.findIndex((key) => openedBy(key, sealed) !== undefined)
      return at < 0 ? undefined : keys.length - at
    },
  }
}

export const newSealingKey = () => randomBytes(32)

/** Says which keys a data folder is sealed under, the newest first, where they do not lie in the folder (see `key-vault.ts`). */
export const bindSealingKeys = (dataDir: string, keys: readonly Buffer[]) =>
  void known.set(dataDir, sealingWith(...keys))

/** Whether there is a sealing key already, in the folder or from the vault. */
export const hasSealingKey = (dataDir: string) => known.has(dataDir) || existsSync(fileOf(dataDir))

/** The sealing of a data folder; its key is made on the first use, mode 0600, and belongs into every backup. */
export function sealingOf(dataDir: string): Sealing {
  const before = known.get(dataDir)
  if (before) return before
  const sealing = sealingWith(...keysOf(dataDir))
  known.set(dataDir, sealing)
  return sealing
}
