import { hasSealingKey, sealingOf } from '#server/platform/sealing.ts'
import { type Certificate, parseCertificate } from '#server/signatures/index.ts'
import { readStored } from './stored-keys.ts'

/** The root of the demonstration authority of a data folder, without a running program; undefined where none was made yet. */
export function demonstrationRoot(dataDir: string): Certificate | undefined {
  if (!hasSealingKey(dataDir)) return undefined
  const stored = readStored(dataDir, sealingOf(dataDir))
  return stored && parseCertificate(new Uint8Array(Buffer.from(stored.root.certificate, 'base64')))
}
