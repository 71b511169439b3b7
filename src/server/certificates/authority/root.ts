import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { sealingOf } from '#server/platform/sealing.ts'
import { type Certificate, parseCertificate } from '#server/signatures/index.ts'
import { readStored } from './stored-keys.ts'

/** The root of the demonstration authority of a data folder, without a running program; undefined where none was made yet. */
export function demonstrationRoot(dataDir: string): Certificate | undefined {
  if (!existsSync(join(dataDir, 'keys', 'sealing.key'))) return undefined
  const stored = readStored(dataDir, sealingOf(dataDir))
  return stored && parseCertificate(new Uint8Array(Buffer.from(stored.root.certificate, 'base64')))
}
