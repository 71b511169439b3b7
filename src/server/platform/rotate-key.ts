import { findKeyChanges, recordKeyChanges } from './audit-key.ts'
import type { Db } from './db/connection.ts'
import { bindHouseKey } from './house-key.ts'
import { addVaultKey } from './key-vault.ts'
import { hasEarlier, resealSecrets } from './reseal.ts'
import { addSealingKey, sealingOf } from './sealing.ts'
import type { Settings } from './settings.ts'

type Of = Pick<Settings, 'dataDir' | 'keyVault'>

/**
 * Gives the house a new version of its key (đổi khóa của máy chủ): the new key is kept before the earlier ones, the audit chain tells from which
 * rows on it holds, and what was sealed is sealed anew. Killed anywhere the next call goes on with the same version; earlier keys stay, for the
 * rows and signing keys that were written under them. No other program may run on the house meanwhile.
 */
export async function rotateKey(
  db: Db,
  { dataDir, keyVault }: Of,
  now: Date,
): Promise<{ version: number; begun: boolean; resealed: number }> {
  const before = sealingOf(dataDir)
  const told = await findKeyChanges(db)
  const begun = told.length < before.version - 1 || (await hasEarlier(db, before))
  if (!begun) {
    if (keyVault) await addVaultKey({ keyVault, dataDir })
    else addSealingKey(dataDir)
  }
  const sealing = sealingOf(dataDir)
  bindHouseKey(db, sealing)
  await recordKeyChanges(db, now)
  const resealed = await resealSecrets(db, sealing)
  return { version: sealing.version, begun, resealed }
}
