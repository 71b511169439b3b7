import { type Entry, entriesOf, openEntry } from './archive-entries.ts'
import { isProgramName } from './program-names.ts'
import { lookAtZippedOffice } from './office-look.ts'
import { type LookOrder, refusedAs, type Seen, seenAs } from './seen.ts'

const MOST_DEEP = 2
/** Everything inside, unpacked. */
const MOST_INSIDE = 300_000_000
const NOT_COUNTED = /(^|\/)(__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/i

/**
 * ZIP: an office document, or an archive of papers. Of an archive every file inside is looked at as if it came alone; a program, macros, a
 * password or a file that nobody can open among them refuses the whole. Without a scanner a kind that is not known does so too.
 */
export async function lookAtZip(
  bytes: Uint8Array,
  order: LookOrder,
  lookInside: (bytes: Uint8Array, name: string, order: LookOrder) => Promise<Seen>,
): Promise<Seen> {
  const entries = entriesOf(bytes)
  if (!entries) return refusedAs('damaged', 'zip')
  const office = lookAtZippedOffice(bytes, entries, order)
  if (office) return office
  const files = entries.filter(({ folder, name }) => !folder && !NOT_COUNTED.test(name))
  if (files.length === 0) return refusedAs('blank', 'zip')
  if (files.some(({ locked }) => locked)) return refusedAs('password', 'zip')
  if (order.depth >= MOST_DEEP || files.reduce((sum, { size }) => sum + size, 0) > MOST_INSIDE)
    return refusedAs('too-heavy', 'zip')
  for (const entry of files) {
    const fault = await faultInside(bytes, entry, order, lookInside)
    if (fault) return refusedAs(fault, 'zip', { inside: entry.name.slice(-120) })
  }
  return seenAs('zip', 'application/zip', { risky: true })
}

async function faultInside(
  bytes: Uint8Array,
  entry: Entry,
  order: LookOrder,
  lookInside: (bytes: Uint8Array, name: string, order: LookOrder) => Promise<Seen>,
): Promise<'unsafe-inside' | 'password' | 'damaged' | 'too-heavy' | null> {
  if (isProgramName(entry.name)) return 'unsafe-inside'
  let inside: Uint8Array
  try {
    inside = openEntry(bytes, entry)
  } catch {
    return 'damaged'
  }
  const { fault } = await lookInside(inside, entry.name, { ...order, depth: order.depth + 1 })
  if (fault === null) return null
  if (fault === 'password' || fault === 'too-heavy') return fault
  if (fault === 'program' || fault === 'macro' || fault === 'unsafe-inside') return 'unsafe-inside'
  // An unknown kind may be a drawing or a map; whether it is harmless only a scanner says. Empty and damaged files beside papers do no harm.
  return fault === 'kind-unknown' && !order.scanned ? 'unsafe-inside' : null
}
