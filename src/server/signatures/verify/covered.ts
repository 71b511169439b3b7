import { FormatFault } from '../format-fault.ts'
import { type DigestName, type Hashing, hashing } from '../pki/digests.ts'
import { sameBytes } from '../pki/der.ts'
import type { PdfFile } from '../pdf/file.ts'
import { type Dict, nameOf, numberOf, Str, textOf } from '../pdf/objects.ts'
import { Parser } from '../pdf/parse.ts'
import { eachChunk, type Source } from '../pdf/source.ts'

/** A signature as the file holds it: what it covers, its CMS, its place among the revisions. */
export type Held = {
  field: string
  fieldDictionary: Dict
  dictionary: Dict
  subFilter: string
  range: readonly [number, number, number, number]
  /** Where the revision ends that it covers. */
  end: number
  cms: Uint8Array
  claimedAt: Date | null
  isTimestamp: boolean
}

/** `D:20261124153000+07'00'` as an instant; null when it says nothing. */
export function instantOf(words: string | undefined): Date | null {
  const found = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(Z|[+-]\d{2}'?\d{0,2}'?)?/.exec(words ?? '')
  if (!found) return null
  const [, year, month = '01', day = '01', hour = '00', minute = '00', second = '00', zone = 'Z'] = found
  const offset = zone.startsWith('Z')
    ? 'Z'
    : `${zone.slice(0, 3)}:${zone.replace(/\D/g, '').slice(2, 4).padEnd(2, '0')}`
  const at = new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}${offset}`)
  return Number.isNaN(at.getTime()) ? null : at
}

/** Signed fields of a file, in the order of what they cover. */
export async function heldSignatures(
  file: PdfFile,
): Promise<{ held: Held[]; faulty: { field: string; code: string }[] }> {
  const [held, faulty]: [Held[], { field: string; code: string }[]] = [[], []]
  for (const { field, name, type } of await file.fields()) {
    if (type !== 'Sig') continue
    const dictionary = await file.dict(field.get('V'))
    if (!dictionary) continue
    try {
      held.push(await heldIn(file, name, field, dictionary))
    } catch (error) {
      if (!(error instanceof FormatFault)) throw error
      faulty.push({ field: name, code: error.code })
    }
  }
  return { held: held.sort((a, b) => a.end - b.end), faulty }
}

async function heldIn(file: PdfFile, field: string, fieldDictionary: Dict, dictionary: Dict): Promise<Held> {
  const contents = await file.resolve(dictionary.get('Contents'))
  if (!(contents instanceof Str)) throw new FormatFault('signature-damaged')
  const range = await byteRange(file, dictionary, contents)
  const subFilter = nameOf(await file.resolve(dictionary.get('SubFilter'))) ?? ''
  return {
    ...{ field, fieldDictionary, dictionary, subFilter, range, end: range[2] + range[3], cms: contents.bytes },
    claimedAt: instantOf(textOf(await file.resolve(dictionary.get('M')))),
    isTimestamp: subFilter === 'ETSI.RFC3161',
  }
}

/**
 * The range must start at the first byte, leave out exactly the string of /Contents and nothing else, and end inside the file: everything
 * else is a gap or an overlap in which something can be hidden. @throws FormatFault `byte-range`.
 */
async function byteRange(file: PdfFile, dictionary: Dict, contents: Str): Promise<Held['range']> {
  const numbers = ((await file.array(dictionary.get('ByteRange'))) ?? []).map((each) => numberOf(each) ?? -1)
  const [from, length, after, rest] = numbers
  if (numbers.length !== 4 || from !== 0 || numbers.some((each) => !Number.isSafeInteger(each) || each < 0))
    throw new FormatFault('byte-range')
  const gap = after! - length!
  if (gap < 2 || gap > 16 * 1024 * 1024 || after! + rest! > file.source.size || rest === 0)
    throw new FormatFault('byte-range')
  if (!isTheString(await file.source.read(length!, after!), contents)) throw new FormatFault('byte-range')
  return [0, length!, after!, rest!]
}

/** Whether bytes are one hexadecimal string from the first to the last of them, and the one that the dictionary holds. */
function isTheString(left: Uint8Array, { bytes }: Str): boolean {
  if (left[0] !== 60) return false
  const parser = new Parser(left)
  const found = parser.object()
  return found instanceof Str && found.hex && parser.at === left.length && sameBytes(found.bytes, bytes)
}

/** The digest of what a signature covers, streamed; each algorithm once. */
export function digester(
  file: { source: Source },
  range: Held['range'],
  newHash: (name: DigestName) => Hashing = hashing,
): (name: DigestName) => Promise<Uint8Array> {
  const known = new Map<DigestName, Promise<Uint8Array>>()
  const make = async (name: DigestName) => {
    const hash = newHash(name)
    await eachChunk(file.source, 0, range[1], hash.update)
    await eachChunk(file.source, range[2], range[2] + range[3], hash.update)
    return hash.digest()
  }
  return (name) => {
    let digest = known.get(name)
    if (!digest) {
      digest = make(name)
      known.set(name, digest)
    }
    return digest
  }
}
