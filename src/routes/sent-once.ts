import type { Idempotency } from '#server/platform/pending.ts'
import type { Sealing } from '#server/platform/sealing.ts'

/** The hidden field of `src/ui/Once.svelte`. */
export const ONCE = 'lan-gui'

/**
 * The key of the form that this request sends: per path and act, with a hash of everything else in the form. A form of files has none; its
 * bytes are kept by their content.
 */
export function onceOf(form: FormData, url: URL, sealing: Sealing): Idempotency | undefined {
  const fields = [...form]
  if (fields.some(([, value]) => typeof value !== 'string')) return undefined
  const key = form.get(ONCE)
  if (typeof key !== 'string' || !/^[\w-]{16,64}$/.test(key)) return undefined
  const act = `form ${url.pathname}${[...url.searchParams.keys()].find((name) => name.startsWith('/')) ?? ''}`
  const body = JSON.stringify(fields.filter(([name]) => name !== ONCE))
  // A password or a personal number could be guessed from a bare hash: this one takes the key of the house.
  const bodyHashes = sealing.fingerprints(body).map((each) => each.toString('hex'))
  return { act: act.slice(0, 200), key, bodyHash: bodyHashes[0]!, bodyHashes, sealing }
}
