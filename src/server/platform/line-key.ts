import { createHash, randomBytes } from 'node:crypto'
import type { Db } from './db/connection.ts'
import { houseKeyOf } from './house-key.ts'

const words = (nonce: Buffer) => `audit ${nonce.toString('hex')}`

/** The key of one transaction's audit lines: good for these lines alone, so that the database never holds the key of the house. */
export function lineKey(db: Db): { nonce: Buffer; key: Buffer } {
  const nonce = randomBytes(16)
  return { nonce, key: houseKeyOf(db).fingerprint(words(nonce)) }
}

/** Under which version of its key this house wrote a row: the mac fits the hash, which covers the place in the chain; undefined when it did not. */
export function keyVersionOf(db: Db, row: { key_nonce: Buffer; mac: Buffer; hash: Buffer }): number | undefined {
  const key = houseKeyOf(db)
  const at = key
    .fingerprints(words(row.key_nonce))
    .findIndex((each) => createHash('sha256').update(each).update(row.hash).digest().equals(row.mac))
  return at < 0 ? undefined : key.version - at
}
