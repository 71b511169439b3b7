import { crc32, inflateSync } from 'node:zlib'

export type Png = { width: number; height: number; bytes: Buffer }
type Chunk = { type: string; body: Buffer; whole: Buffer }
const MAGIC = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const MOST_SIDE = 4096
/** What is kept of a file: the picture itself, nothing that says where and when it was made. */
const KEPT = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'])

function chunksOf(bytes: Buffer): Chunk[] | undefined {
  if (bytes.length < 57 || !bytes.subarray(0, 8).equals(MAGIC)) return undefined
  const chunks: Chunk[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return undefined
    if (crc32(bytes.subarray(at + 4, end - 4)) !== bytes.readUInt32BE(end - 4)) return undefined
    const type = bytes.toString('latin1', at + 4, at + 8)
    chunks.push({ type, body: bytes.subarray(at + 8, end - 4), whole: bytes.subarray(at, end) })
    if (type === 'IEND') return chunks
    at = end
  }
  return undefined
}

const nearest = (left: number, up: number, corner: number) => {
  const guess = left + up - corner
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  return a <= b && a <= c ? left : b <= c ? up : corner
}

/** Takes the filters of the lines away, in place (PNG 3rd ed., 9.2). False for a filter that does not exist. */
function unfilter(lines: Buffer, stride: number, height: number, pixel: number): boolean {
  for (let y = 0; y < height; y += 1) {
    const at = y * (stride + 1)
    const filter = lines[at]!
    if (filter > 4) return false
    for (let x = 1; x <= stride; x += 1) {
      const left = x > pixel ? lines[at + x - pixel]! : 0
      const up = y > 0 ? lines[at + x - stride - 1]! : 0
      const corner = x > pixel && y > 0 ? lines[at + x - stride - 1 - pixel]! : 0
      const guess = [0, left, up, (left + up) >> 1, filter === 4 ? nearest(left, up, corner) : 0][filter]!
      lines[at + x] = (lines[at + x]! + guess) & 0xff
    }
  }
  return true
}

/** The share of pixels that one sees through, of a picture with an alpha channel of 8 bits. Undefined: damaged. */
function shareOfClear(packed: Buffer, width: number, height: number, channels: 2 | 4): number | undefined {
  const stride = width * channels
  let lines: Buffer
  try {
    lines = inflateSync(packed, { maxOutputLength: (stride + 1) * height + 1 })
  } catch {
    return undefined
  }
  if (lines.length !== (stride + 1) * height || !unfilter(lines, stride, height, channels)) return undefined
  let clear = 0
  for (let y = 0; y < height; y += 1)
    for (let x = channels; x <= stride; x += channels) if (lines[y * (stride + 1) + x]! < 16) clear += 1
  return clear / (width * height)
}

/**
 * Reads a PNG with transparency by its content: every chunk and check sum, the whole picture unpacked, and a quarter of it at least clear, so
 * that a white sheet around the ink is not taken for transparency. With an alpha channel of 8 bits, not interlaced: what image programs save.
 * Gives it without anything but the picture. Undefined: another kind of file, or damaged.
 */
export function readClearPng(bytes: Buffer): Png | undefined {
  const chunks = chunksOf(bytes)
  const head = chunks?.[0]
  if (!chunks || head?.type !== 'IHDR' || head.body.length !== 13) return undefined
  const [width, height] = [head.body.readUInt32BE(0), head.body.readUInt32BE(4)]
  const [depth, colours, , , interlaced] = head.body.subarray(8)
  const channels = colours === 6 ? 4 : colours === 4 ? 2 : undefined
  if (!channels || depth !== 8 || interlaced !== 0) return undefined
  if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE) return undefined
  const packed = Buffer.concat(chunks.filter((each) => each.type === 'IDAT').map((each) => each.body))
  const clear = shareOfClear(packed, width, height, channels)
  if (clear === undefined || clear < 0.25 || clear === 1) return undefined
  const kept = chunks.filter((each) => KEPT.has(each.type)).map((each) => each.whole)
  return { width, height, bytes: Buffer.concat([MAGIC, ...kept]) }
}
