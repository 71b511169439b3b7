import { crc32 } from 'node:zlib'

/** Width and height as the file tells them, and whether it is whole. */
export type Marks = { width: number; height: number; whole: boolean; colours?: number }

const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** JPEG: segments up to the picture, its size, and the end mark after it (FF D9); a cut one has none. */
export function marksOfJpeg(bytes: Uint8Array): Marks {
  const data = view(bytes)
  let marks: Marks = { width: 0, height: 0, whole: false }
  let at = 2
  while (at + 4 <= bytes.length) {
    if (bytes[at] !== 0xff) return marks
    const code = bytes[at + 1]!
    if (code === 0xff) {
      at += 1
      continue
    }
    const length = data.getUint16(at + 2)
    if (length < 2) return marks
    const isSize = code >= 0xc0 && code <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(code)
    if (isSize && at + 9 <= bytes.length)
      marks = {
        width: data.getUint16(at + 7),
        height: data.getUint16(at + 5),
        whole: false,
        colours: bytes[at + 9] ?? 3,
      }
    if (code === 0xda)
      return { ...marks, whole: marks.width > 0 && marks.height > 0 && endsAfter(bytes, at + 2 + length) }
    at += 2 + length
  }
  return marks
}

function endsAfter(bytes: Uint8Array, from: number): boolean {
  const rest = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return rest.indexOf(Buffer.from([0xff, 0xd9]), from) > from
}

/** PNG: every part with its checksum, some picture data and the end part (IEND). */
export function marksOfPng(bytes: Uint8Array): Marks {
  const data = view(bytes)
  let marks: Marks = { width: 0, height: 0, whole: false }
  let picture = false
  let at = 8
  while (at + 12 <= bytes.length) {
    const length = data.getUint32(at)
    const end = at + 12 + length
    if (end > bytes.length) return marks
    const name = String.fromCharCode(...bytes.subarray(at + 4, at + 8))
    if (crc32(bytes.subarray(at + 4, end - 4)) !== data.getUint32(end - 4)) return marks
    if (name === 'IHDR' && length >= 8)
      marks = { width: data.getUint32(at + 8), height: data.getUint32(at + 12), whole: false }
    if (name === 'IDAT' && length > 0) picture = true
    if (name === 'IEND') return { ...marks, whole: picture && marks.width > 0 && marks.height > 0 }
    at = end
  }
  return marks
}

/** GIF: its size, and the end mark (3B). */
export function marksOfGif(bytes: Uint8Array): Marks {
  if (bytes.length < 20) return { width: 0, height: 0, whole: false }
  const data = view(bytes)
  const [width, height] = [data.getUint16(6, true), data.getUint16(8, true)]
  const tail = bytes.subarray(-8)
  return { width, height, whole: width > 0 && height > 0 && tail.includes(0x3b) }
}

/** Size of a WebP by its first part (VP8X, VP8L or VP8). */
export function marksOfWebp(bytes: Uint8Array): Marks {
  if (bytes.length < 30) return { width: 0, height: 0, whole: false }
  const data = view(bytes)
  const whole = data.getUint32(4, true) + 8 <= bytes.length + 1
  const part = String.fromCharCode(...bytes.subarray(12, 16))
  if (part === 'VP8X') {
    const three = (at: number) => 1 + (data.getUint16(at, true) | (bytes[at + 2]! << 16))
    return { width: three(24), height: three(27), whole }
  }
  if (part === 'VP8L') {
    const bits = data.getUint32(21, true)
    return { width: 1 + (bits & 0x3fff), height: 1 + ((bits >> 14) & 0x3fff), whole }
  }
  return { width: data.getUint16(26, true) & 0x3fff, height: data.getUint16(28, true) & 0x3fff, whole }
}

/** Size of a BMP; a negative height is one drawn from the top. */
export function marksOfBmp(bytes: Uint8Array): Marks {
  if (bytes.length < 54) return { width: 0, height: 0, whole: false }
  const data = view(bytes)
  const [width, height] = [Math.abs(data.getInt32(18, true)), Math.abs(data.getInt32(22, true))]
  return { width, height, whole: width > 0 && height > 0 }
}

/** The first directory of each page of a TIFF, by place, and its size; at most `most`. */
export function pagesOfTiff(bytes: Uint8Array, most: number): { at: number; width: number; height: number }[] {
  const data = view(bytes)
  const little = bytes[0] === 0x49
  const pages: { at: number; width: number; height: number }[] = []
  if (bytes.length < 8) return pages
  let at = data.getUint32(4, little)
  while (at > 0 && at + 2 <= bytes.length && pages.length < most && !pages.some((page) => page.at === at)) {
    const count = data.getUint16(at, little)
    const end = at + 2 + count * 12
    if (end + 4 > bytes.length) return pages
    const valueOf = (tag: number) => {
      for (let entry = at + 2; entry < end; entry += 12)
        if (data.getUint16(entry, little) === tag)
          return data.getUint16(entry + 2, little) === 3
            ? data.getUint16(entry + 8, little)
            : data.getUint32(entry + 8, little)
      return 0
    }
    pages.push({ at, width: valueOf(256), height: valueOf(257) })
    at = data.getUint32(end, little)
  }
  return pages
}

/** The largest picture that a HEIF or AVIF file says it holds: its `ispe` parts, wherever they stand. */
export function marksOfHeif(bytes: Uint8Array): Marks {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 1_000_000))
  const data = view(bytes)
  let [width, height] = [0, 0]
  for (let at = all.indexOf('ispe'); at >= 0 && at + 16 <= all.length; at = all.indexOf('ispe', at + 4)) {
    width = Math.max(width, data.getUint32(at + 8))
    height = Math.max(height, data.getUint32(at + 12))
  }
  return { width, height, whole: width > 0 && height > 0 }
}
