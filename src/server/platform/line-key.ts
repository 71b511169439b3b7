import { createHash, randomBytes } from 'node:crypto'
import type { Db } from './db/connection.ts'
import { houseKeyOf } from './house-key.ts'

const derived = (db: Db, nonce: Buffer) => houseKeyOf(db).fingerprint(`audit ${nonce.toString('hex')}`)

/** The key of one transaction's audit lines: good for these lines alone, so that the database never holds the key of the house. */
export function lineKey(db: Db): { nonce: Buffer; key: Buffer } {
  const nonce = randomBytes(16)
  return { nonce, key: derived(db, nonce) }
}

/** Whether a row was written by this house: its mac fits its hash, which covers its place in the chain. */
export function isKeyed(db: Db, row: { key_nonce: Buffer; mac: Buffer; hash: Buffer }): boolean {
  return createHash('sha256').update(derived(db, row.key_nonce)).update(row.hash).digest().equals(row.mac)
}
