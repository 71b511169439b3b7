import { Inflate } from 'fflate'
import { FormatFault } from '../format-fault.ts'
import { Dict, nameOf, numberOf, type PdfObject, type Stream } from './objects.ts'

/** The most a stream may unpack to: cross-reference and object streams of honest files are far smaller. */
export const MOST_UNPACKED = 64 * 1024 * 1024

function inflate(raw: Uint8Array, most: number): Uint8Array {
  const parts: Uint8Array[] = []
  let size = 0
  // Two bytes of zlib head, then deflate; the check sum behind it is left to the signature over the file.
  const unpack = new Inflate((part) => {
    size += part.length
    if (size > most) throw new FormatFault('pdf.unpacked-too-large', 'a stream unpacks to more than is let')
    parts.push(part)
  })
  try {
    for (let at = 2; at < raw.length; at += 65_536)
      unpack.push(raw.subarray(at, at + 65_536), at + 65_536 >= raw.length)
  } catch (error) {
    if (error instanceof FormatFault) throw error
    throw new FormatFault('pdf.deflate', 'a stream cannot be unpacked')
  }
  const whole = new Uint8Array(size)
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}

/** Undoes the PNG predictors (ISO 32000-1, 7.4.4.4); TIFF prediction is not used for the streams read here. */
function unpredict(bytes: Uint8Array, parms: Dict): Uint8Array {
  const predictor = numberOf(parms.get('Predictor')) ?? 1
  if (predictor === 1) return bytes
  if (predictor < 10) throw new FormatFault('pdf.predictor', 'this predictor is not read')
  const colors = numberOf(parms.get('Colors')) ?? 1
  const bits = numberOf(parms.get('BitsPerComponent')) ?? 8
  const columns = numberOf(parms.get('Columns')) ?? 1
  const pixel = Math.max(1, Math.ceil((colors * bits) / 8))
  const width = Math.ceil((columns * colors * bits) / 8)
  if (!(width > 0 && width < 1 << 24))
    throw new FormatFault('pdf.predictor', 'the row of a predictor has no sane width')
  const rows = Math.floor(bytes.length / (width + 1))
  const out = new Uint8Array(rows * width)
  for (let row = 0; row < rows; row += 1) {
    const kind = bytes[row * (width + 1)]!
    for (let at = 0; at < width; at += 1) {
      const left = at >= pixel ? out[row * width + at - pixel]! : 0
      const up = row > 0 ? out[(row - 1) * width + at]! : 0
      const upLeft = row > 0 && at >= pixel ? out[(row - 1) * width + at - pixel]! : 0
      out[row * width + at] = bytes[row * (width + 1) + 1 + at]! + predicted(kind, left, up, upLeft)
    }
  }
  return out
}

function predicted(kind: number, left: number, up: number, upLeft: number): number {
  if (kind === 0) return 0
  if (kind === 1) return left
  if (kind === 2) return up
  if (kind === 3) return (left + up) >> 1
  const guess = left + up - upLeft
  const [a, b, c] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - upLeft)]
  return a <= b && a <= c ? left : b <= c ? up : upLeft
}

const listOf = (value: PdfObject | undefined): PdfObject[] => (Array.isArray(value) ? value : value ? [value] : [])

/** The unpacked bytes of a stream without filters or packed with Flate. @throws FormatFault `pdf.filter` for every other filter. */
export function unpacked(stream: Stream, most = MOST_UNPACKED): Uint8Array {
  const parms = listOf(stream.dict.get('DecodeParms') ?? stream.dict.get('DP'))
  let bytes = stream.raw
  for (const [at, filter] of listOf(stream.dict.get('Filter') ?? stream.dict.get('F')).entries()) {
    if (nameOf(filter) !== 'FlateDecode' && nameOf(filter) !== 'Fl')
      throw new FormatFault('pdf.filter', 'a stream is packed with another filter')
    bytes = inflate(bytes, most)
    const own = parms[at]
    if (own instanceof Dict) bytes = unpredict(bytes, own)
  }
  return bytes
}
