import { FormatFault } from '../format-fault.ts'
import { CMS, parseSignedData } from '../pki/cms.ts'
import type { DigestName } from '../pki/digests.ts'
import { fromHex } from '../pki/der.ts'
import { Dict } from '../pdf/objects.ts'
import type { Source } from '../pdf/source.ts'
import { digester, type Held } from './covered.ts'

const MOST_TRACES = 50
const CHUNK = 1 << 20
const OVERLAP = 256
const LARGEST_GAP = 16 * 1024 * 1024

/** A signature that the bytes of a file speak of, whether or not its tables lead to it. */
export type Trace = { held: Held; digest: (name: DigestName) => Promise<Uint8Array> } | 'cut-off' | 'misfit'

/**
 * Looks for signatures in the bytes alone: a file whose tables are damaged, or from which a signature was taken away, still carries its
 * range and its value. Ranges of a file inside this one (an attachment) do not fit and give a `misfit`; `cut-off` is said of a range that
 * reaches behind the end, `misfit` of one that leaves out anything but a value. `known` are ranges that the tables lead to: not read again.
 */
export async function tracesIn(source: Source, known: ReadonlySet<string> = new Set()): Promise<Trace[]> {
  const found = new Map<string, [number, number, number, number]>()
  for (let at = 0; at < source.size && found.size < MOST_TRACES; at += CHUNK) {
    const bytes = await source.read(at, Math.min(source.size, at + CHUNK + OVERLAP))
    const words = new TextDecoder('latin1').decode(bytes)
    for (const match of words.matchAll(/\/ByteRange\s*\[\s*0\s+(\d{1,15})\s+(\d{1,15})\s+(\d{1,15})\s*\]/g)) {
      const range = [0, Number(match[1]), Number(match[2]), Number(match[3])] as [number, number, number, number]
      if (!known.has(range.join())) found.set(range.join(), range)
    }
  }
  const traces: Trace[] = []
  for (const range of [...found.values()].slice(0, MOST_TRACES)) {
    traces.push(await traceOf(source, range))
  }
  return traces
}

/** What a value says of itself: the dictionary that would say it is not read here. */
function isTimestampToken(cms: Uint8Array): boolean {
  try {
    return parseSignedData(cms).contentType === CMS.tstInfo
  } catch (error) {
    if (error instanceof FormatFault) return false
    throw error
  }
}

async function traceOf(source: Source, range: readonly [number, number, number, number]): Promise<Trace> {
  const [, before, after, rest] = range
  if (after + rest > source.size) return 'cut-off'
  if (after - before < 4 || after - before > LARGEST_GAP) return 'misfit'
  const gap = new TextDecoder('latin1').decode(await source.read(before, after))
  const digits = /^<([0-9a-fA-F\s]*)>$/.exec(gap)?.[1]?.replace(/\s/g, '')
  if (!digits || digits.length % 2) return 'misfit'
  const cms = fromHex(digits.toLowerCase())
  const held: Held = {
    ...{ field: '', fieldDictionary: new Dict(), dictionary: new Dict(), subFilter: '', range, end: after + rest },
    ...{ cms, claimedAt: null, isTimestamp: isTimestampToken(cms) },
  }
  return { held, digest: digester({ source }, range) }
}
