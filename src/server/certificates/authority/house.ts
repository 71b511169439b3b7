import type { Settings } from '#server/platform/settings.ts'
import { type Authority, openAuthority } from './open.ts'

const opened = new Map<string, Promise<Authority>>()

/** The demonstration authority of this house; undefined when it is switched off (DEMONSTRATION_AUTHORITY=no). */
export function theAuthority(settings: Settings, at: Date): Promise<Authority> | undefined {
  const { dataDir, demonstrationAuthority: kind } = settings
  if (kind === 'no') return undefined
  const address = settings.origin ?? `http://localhost:${settings.port}`
  const key = `${dataDir} ${address}`
  const before = opened.get(key)
  if (before) return before
  const opening = openAuthority({ dataDir, address, kind, at })
  opened.set(key, opening)
  opening.catch(() => opened.delete(key))
  return opening
}
