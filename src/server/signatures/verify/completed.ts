import { FormatFault } from '../format-fault.ts'
import { PdfFile } from '../pdf/file.ts'
import { Str } from '../pdf/objects.ts'
import { Parser } from '../pdf/parse.ts'
import { prefixOf, type Source } from '../pdf/source.ts'
import { childrenOf, type Der, isContext, readDer, sameBytes, sequenceOf, setOf } from '../pki/der.ts'
import { changesBetween } from './changes.ts'
import { heldSignatures } from './covered.ts'
import { hasTail } from './pdf.ts'

const CHUNK = 1 << 20

/** Whether the first bytes of two files are the same but for those between two places. */
async function sameButBetween(before: Source, after: Source, from: number, to: number): Promise<boolean> {
  for (const [start, end] of [
    [0, from],
    [to, before.size],
  ] as const)
    for (let at = start; at < end; at += CHUNK) {
      const until = Math.min(end, at + CHUNK)
      if (!sameBytes(await before.read(at, until), await after.read(at, until))) return false
    }
  return true
}

function contentsIn(bytes: Uint8Array): Uint8Array | undefined {
  const found = new Parser(bytes).object()
  return found instanceof Str ? found.bytes : undefined
}

const LARGEST = { largest: 64 * 1024 * 1024, padded: true }
/** The parts of a signature (SignedData) without the unsigned attributes of its signers: where a timestamp stands. */
function signedParts(der: Uint8Array): Uint8Array[] {
  const [type, wrapped] = sequenceOf(readDer(der, LARGEST))
  const parts = sequenceOf(wrapped && childrenOf(wrapped)[0])
  const signers = setOf(parts.at(-1))
  const kept = signers.flatMap((each) => childrenOf(each).filter((part) => !isContext(part, 1)))
  return [type, ...parts.slice(0, -1), ...kept]
    .filter((each): each is Der => each !== undefined)
    .map(({ bytes }) => bytes)
}
function sameSignature(was: Uint8Array, is: Uint8Array): boolean {
  const [a, b] = [signedParts(was), signedParts(is)]
  return a.length === b.length && a.every((each, at) => sameBytes(each, b[at]!))
}

/**
 * Whether a file is another one with nothing more than what completes a signature: a timestamp beside the value in the room of this field, which
 * no signature covers, and a revision behind it that adds validation data and touches nothing else. Whatever was said of its signatures holds on:
 * each covers the same bytes, has the same value and attributes, and no change behind it that any certification or lock forbids. False says
 * nothing: then the whole file is verified.
 */
export async function isOnlyCompleted(before: Source, after: Source, field: string): Promise<boolean> {
  if (after.size <= before.size) return false
  try {
    const file = await PdfFile.open(after)
    if (file.isEncrypted) return false
    const signed = await PdfFile.open(prefixOf(after, before.size), file.budget)
    const { held, faulty } = await heldSignatures(signed)
    const mine = held.find((each) => each.field === field)
    if (!mine || faulty.length > 0) return false
    const [from, to] = [mine.range[1], mine.range[2]]
    if (held.some((each) => each !== mine && each.end > from)) return false
    if (!(await sameButBetween(before, after, from, to))) return false
    const was = contentsIn(await before.read(from, to))
    if (!was || !sameSignature(was, mine.cms)) return false
    if (!file.sections.some(({ offset }) => offset === signed.sections[0]!.offset)) return false
    if (await hasTail(after)) return false
    return (await changesBetween(signed, file)).every(({ kind }) => kind === 'validation-data')
  } catch (error) {
    if (error instanceof FormatFault) return false
    throw error
  }
}
