import { zlibSync } from 'fflate'
import { FormatFault } from '../format-fault.ts'
import { dict, name, type PdfObject, Str, Stream } from './objects.ts'
import { unpacked } from './streams.ts'
import { joined } from './write.ts'

const MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]
/** Samples of a pixel by colour type (PNG 3rd ed., 11.2.1). */
const SAMPLES: Record<number, number> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }

export type PngParts = { width: number; height: number; entries: Record<string, PdfObject>; raw: Uint8Array }

function chunksOf(bytes: Uint8Array): { type: string; body: Uint8Array }[] {
  if (MAGIC.some((each, at) => bytes[at] !== each)) throw new FormatFault('image.kind', 'neither JPEG nor PNG')
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const chunks: { type: string; body: Uint8Array }[] = []
  for (let at = 8; at + 12 <= bytes.length;) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) break
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    chunks.push({ type, body: bytes.subarray(at + 8, end - 4) })
    if (type === 'IEND') return chunks
    at = end
  }
  throw new FormatFault('image.damaged', 'the PNG is cut off')
}

/** Lays what one sees through onto white: a paper has no other ground. */
function onWhite(lines: Uint8Array, channels: 2 | 4, bytesEach: 1 | 2): Uint8Array {
  const step = channels * bytesEach
  const flat = new Uint8Array((lines.length / step) * (channels - 1))
  for (let from = 0, to = 0; from + step <= lines.length; from += step) {
    const alpha = lines[from + step - bytesEach]! / 255
    for (let at = 0; at < channels - 1; at += 1, to += 1)
      flat[to] = Math.round(lines[from + at * bytesEach]! * alpha + 255 * (1 - alpha))
  }
  return flat
}

/** A PNG as an image of a PDF: its packed lines as they are, or, where it has transparency, laid onto white. @throws FormatFault `image.*`. */
export function pngParts(bytes: Uint8Array): PngParts {
  const chunks = chunksOf(bytes)
  const head = chunks[0]
  if (head?.type !== 'IHDR' || head.body.length !== 13) throw new FormatFault('image.damaged', 'the PNG has no head')
  const view = new DataView(head.body.buffer, head.body.byteOffset, 13)
  const [width, height] = [view.getUint32(0), view.getUint32(4)]
  const [depth, colours, , , interlaced] = head.body.subarray(8)
  const samples = SAMPLES[colours!]
  if (!samples || interlaced !== 0) throw new FormatFault('image.kind', 'an interlaced PNG')
  const raw = joined(chunks.filter((each) => each.type === 'IDAT').map((each) => each.body))
  const parms = dict({ Predictor: 15, Colors: samples, BitsPerComponent: depth!, Columns: width })
  const packed = { Filter: name('FlateDecode'), DecodeParms: parms, BitsPerComponent: depth! }
  if (colours === 4 || colours === 6) {
    if (width * height > 60_000_000) throw new FormatFault('image.size', 'a PNG with transparency of this size')
    const lines = unpacked(new Stream(dict(packed), raw), width * height * 8 + height)
    const flat = onWhite(lines, samples as 2 | 4, depth === 16 ? 2 : 1)
    const space = name(samples === 2 ? 'DeviceGray' : 'DeviceRGB')
    return {
      ...{ width, height, raw: zlibSync(flat) },
      entries: { ColorSpace: space, BitsPerComponent: 8, Filter: name('FlateDecode') },
    }
  }
  const palette = chunks.find((each) => each.type === 'PLTE')?.body
  if (colours === 3 && (!palette || palette.length % 3 > 0 || palette.length > 768))
    throw new FormatFault('image.damaged', 'the PNG has no palette')
  const space =
    colours === 3
      ? [name('Indexed'), name('DeviceRGB'), palette!.length / 3 - 1, new Str(palette!)]
      : name(colours === 0 ? 'DeviceGray' : 'DeviceRGB')
  return { width, height, raw, entries: { ColorSpace: space, ...packed } }
}
