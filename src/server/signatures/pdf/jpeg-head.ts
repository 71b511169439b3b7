import { FormatFault } from '../format-fault.ts'

export type JpegHead = {
  width: number
  height: number
  components: number
  /** How far a viewer turns the picture clockwise, as the camera was held (EXIF orientation 3, 6, 8; mirrored ones are taken as they are). */
  turn: 0 | 90 | 180 | 270
  /** CMYK as Adobe's programs write it: 0 is full ink. */
  isInverted: boolean
}

const TURNS: Record<number, JpegHead['turn']> = { 3: 180, 6: 90, 8: 270 }
const latin = (bytes: Uint8Array) => String.fromCharCode(...bytes)

/** The orientation in an EXIF block (TIFF tag 0x0112 of the first directory). */
function turnOf(exif: Uint8Array): JpegHead['turn'] {
  const view = new DataView(exif.buffer, exif.byteOffset, exif.byteLength)
  const isLittle = latin(exif.subarray(0, 2)) === 'II'
  if (exif.length < 14) return 0
  const first = view.getUint32(4, isLittle)
  if (first + 2 > exif.length) return 0
  const count = view.getUint16(first, isLittle)
  for (let at = first + 2; at + 12 <= exif.length && at < first + 2 + count * 12; at += 12)
    if (view.getUint16(at, isLittle) === 0x0112) return TURNS[view.getUint16(at + 8, isLittle)] ?? 0
  return 0
}

const isFrame = (marker: number) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

/** What the head of a JPEG says (ITU-T T.81, annex B). @throws FormatFault `image.damaged`, `image.kind`. */
export function jpegHead(bytes: Uint8Array): JpegHead {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let turn: JpegHead['turn'] = 0
  let isAdobe = false
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) break
    const marker = bytes[at + 1]!
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = view.getUint16(at + 2)
    const body = bytes.subarray(at + 4, at + 2 + length)
    if (length < 2 || at + 2 + length > bytes.length) break
    if (marker === 0xe1 && latin(body.subarray(0, 4)) === 'Exif') turn = turnOf(body.subarray(6))
    if (marker === 0xee && latin(body.subarray(0, 5)) === 'Adobe') isAdobe = true
    if (isFrame(marker)) {
      if (body.length < 6) break
      if (body[0] !== 8) throw new FormatFault('image.kind', 'a JPEG with more than 8 bits')
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      const components = body[5]!
      return { width, height, components, turn, isInverted: isAdobe && components === 4 }
    }
    at += 2 + length
  }
  throw new FormatFault('image.damaged', 'the head of the JPEG is damaged')
}
