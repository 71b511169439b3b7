import { existsSync, linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import type { Sealing } from '#server/platform/sealing.ts'

/** A key of the authority as it is kept: private key (PKCS#8) and certificate, base64. */
export type StoredKey = { pkcs8: string; certificate: string }
export const ROLES = ['root', 'issuing', 'ocsp', 'stamping'] as const
export type Role = (typeof ROLES)[number]
export type StoredAuthority = { kind: 'ecdsa' | 'rsa' } & Record<Role, StoredKey>

const fileOf = (dataDir: string) => join(dataDir, 'keys', 'demonstration-authority.sealed')

export function readStored(dataDir: string, sealing: Sealing): StoredAuthority | undefined {
  try {
    return JSON.parse(sealing.unseal(readFileSync(fileOf(dataDir)))) as StoredAuthority
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Keeps a new authority, unless another program was first: then the other's is what counts, and is returned. */
export function keepStored(dataDir: string, sealing: Sealing, made: StoredAuthority): StoredAuthority {
  const file = fileOf(dataDir)
  mkdirSync(join(dataDir, 'keys'), { recursive: true, mode: 0o700 })
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, sealing.seal(JSON.stringify(made)), { mode: 0o600, flag: 'wx', flush: true })
  try {
    linkSync(draft, file)
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return readStored(dataDir, sealing) ?? made
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Seals the kept authority anew where an earlier key of the house sealed it, in one step; whether it did. */
export function resealAuthority(dataDir: string, sealing: Sealing): boolean {
  const file = fileOf(dataDir)
  if (!existsSync(file)) return false
  const sealed = readFileSync(file)
  if (sealing.versionOf(sealed) === sealing.version) return false
  const draft = `${file}.${randomUUID()}`
  writeFileSync(draft, sealing.seal(sealing.unseal(sealed)), { mode: 0o600, flag: 'wx', flush: true })
  renameSync(draft, file)
  return true
}
