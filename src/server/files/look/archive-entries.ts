import { inflateRawSync } from 'node:zlib'

/** One file inside a ZIP, by its central directory. */
export type Entry = {
  name: string
  method: number
  locked: boolean
  packedSize: number
  size: number
  at: number
  folder: boolean
}

const MOST_ENTRIES = 3000
const MOST_ONE = 60_000_000

const nameOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes)

/** The files of a ZIP, or undefined when its directory cannot be read or holds too many. */
export function entriesOf(bytes: Uint8Array): Entry[] | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = all.lastIndexOf(Buffer.from('PK\u0005\u0006', 'latin1'))
  if (end < 0 || end + 22 > all.length) return undefined
  const count = all.readUInt16LE(end + 10)
  let at = all.readUInt32LE(end + 16)
  if (count > MOST_ENTRIES) return undefined
  const entries: Entry[] = []
  for (let turn = 0; turn < count; turn += 1) {
    if (at + 46 > all.length || all.readUInt32LE(at) !== 0x02014b50) return undefined
    const [nameLength, extra, comment] = [
      all.readUInt16LE(at + 28),
      all.readUInt16LE(at + 30),
      all.readUInt16LE(at + 32),
    ]
    const name = nameOf(all.subarray(at + 46, at + 46 + nameLength))
    entries.push({
      name,
      method: all.readUInt16LE(at + 10),
      locked: (all.readUInt16LE(at + 8) & 1) === 1 || all.readUInt16LE(at + 10) === 99,
      packedSize: all.readUInt32LE(at + 20),
      size: all.readUInt32LE(at + 24),
      at: all.readUInt32LE(at + 42),
      folder: name.endsWith('/') || name.endsWith('\\'),
    })
    at += 46 + nameLength + extra + comment
  }
  return entries
}

/** The bytes of one file inside. @throws Error when it is damaged, longer than it says, or too long. */
export function openEntry(bytes: Uint8Array, entry: Entry): Uint8Array {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (entry.size > MOST_ONE || entry.at + 30 > all.length || all.readUInt32LE(entry.at) !== 0x04034b50)
    throw new Error('damaged')
  const from = entry.at + 30 + all.readUInt16LE(entry.at + 26) + all.readUInt16LE(entry.at + 28)
  const packed = all.subarray(from, from + entry.packedSize)
  if (packed.length !== entry.packedSize) throw new Error('damaged')
  if (entry.method === 0) return packed
  if (entry.method !== 8) throw new Error('packed in an unknown way')
  const opened = inflateRawSync(packed, { maxOutputLength: entry.size + 1 })
  if (opened.length !== entry.size) throw new Error('damaged')
  return opened
}
