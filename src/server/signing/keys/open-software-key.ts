import { rootOf } from '#server/platform/db/connection.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { type RawSignature, rawSignatureOfPkcs8, type SignatureAlgorithm } from '#server/signatures/index.ts'
import { findKeyForUpdate, setSealedKey, setTries } from '../queries.ts'
import { MOST_TRIES, type SigningKey } from '../schema.ts'
import { sealKey, unsealKey } from './software-key.ts'

/**
 * Opens a software key with its PIN. Tries are counted in a transaction of their own, so that a wrong one is remembered although the act
 * is refused; the row is held meanwhile, so that a hundred guesses at once are still three.
 * @throws Refusal `signing.key-locked`, `signing.wrong-pin` with the tries left.
 */
export async function openSoftwareKey(
  call: Call,
  dataDir: string,
  key: SigningKey,
  pin: string,
  algorithm: SignatureAlgorithm,
): Promise<RawSignature> {
  const outcome = await rootOf(call.db)
    .transaction()
    .execute(async (db) => {
      const held = await findKeyForUpdate(db, key.id)
      if (!held?.sealed || !held.salt) return { refusal: new Refusal('signing.no-key') }
      if (held.lockedAt) return { refusal: new Refusal('signing.key-locked') }
      const sealing = sealingOf(dataDir)
      const opened = await unsealKey(sealing, { sealed: held.sealed, salt: held.salt }, pin)
      if (opened) {
        if (held.tries > 0) await setTries(db, key.id, 0, null)
        if (opened.isEarlier) await setSealedKey(db, key.id, await sealKey(sealing, opened.pkcs8, pin))
        return { pkcs8: opened.pkcs8 }
      }
      const tries = held.tries + 1
      await setTries(db, key.id, tries, tries >= MOST_TRIES ? call.now : null)
      const left = MOST_TRIES - tries
      return { refusal: left > 0 ? new Refusal('signing.wrong-pin', { left }) : new Refusal('signing.key-locked') }
    })
  if (!outcome.pkcs8) throw outcome.refusal
  try {
    return await rawSignatureOfPkcs8(outcome.pkcs8, algorithm)
  } finally {
    outcome.pkcs8.fill(0)
  }
}
