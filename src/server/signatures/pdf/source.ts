import { FormatFault } from '../format-fault.ts'

/** Bytes by random access: [from, to), from an open file, a blob or memory. Fewer bytes than asked are a fault of the caller. */
export type Source = { readonly size: number; read(from: number, to: number): Promise<Uint8Array> }

/** Bytes in memory as a source. */
export const bytesSource = (bytes: Uint8Array): Source => ({
  size: bytes.length,
  read: async (from, to) => bytes.subarray(from, to),
})

/** The first `end` bytes of a source: the file as it was when a revision ended there. */
export function prefixOf(source: Source, end: number): Source {
  if (end > source.size) throw new FormatFault('pdf.beyond-end', `prefix ${end} of ${source.size}`)
  return { size: end, read: (from, to) => source.read(from, Math.min(to, end)) }
}

const CHUNK = 1 << 20

/** Feeds a range to `take` a megabyte at a time, so that a file of any size is hashed with little memory. */
export async function eachChunk(source: Source, from: number, to: number, take: (chunk: Uint8Array) => void) {
  for (let at = from; at < to; at += CHUNK) take(await source.read(at, Math.min(to, at + CHUNK)))
}
