export type PictureSize = { format: 'jpg' | 'png'; width: number; height: number }

const isPng = (bytes: Uint8Array) => [0x89, 0x50, 0x4e, 0x47].every((each, at) => bytes[at] === each)
const isJpeg = (bytes: Uint8Array) => bytes[0] === 0xff && bytes[1] === 0xd8

/** How a camera held a JPEG (EXIF orientation, TIFF tag 0x0112): 5 to 8 lie on their side. */
function orientationOf(segment: DataView): number {
  const word = (at: number) => (at + 4 <= segment.byteLength ? segment.getUint32(at) : 0)
  if (word(0) !== 0x45786966 || segment.byteLength < 14) return 1
  const small = segment.getUint16(6) === 0x4949
  const first = 6 + segment.getUint32(10, small)
  if (first + 2 > segment.byteLength) return 1
  const count = segment.getUint16(first, small)
  for (let at = first + 2, left = count; left > 0 && at + 12 <= segment.byteLength; at += 12, left -= 1)
    if (segment.getUint16(at, small) === 0x0112) return segment.getUint16(at + 8, small)
  return 1
}

/** The frame header of a JPEG names its size; segments before it are passed over. */
function sizeOfJpeg(bytes: Uint8Array): PictureSize | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let orientation = 1
  for (let at = 2; at + 9 < bytes.length;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const length = view.getUint16(at + 2)
    if (marker === 0xe1 && at + 2 + length <= bytes.length)
      orientation = orientationOf(new DataView(bytes.buffer, bytes.byteOffset + at + 4, length - 2))
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      const [height, width] = [view.getUint16(at + 5), view.getUint16(at + 7)]
      return orientation >= 5 && orientation <= 8
        ? { format: 'jpg', width: height, height: width }
        : { format: 'jpg', width, height }
    }
    at += 2 + length
  }
  return undefined
}

/** How many points a JPEG or PNG has, as it is shown; undefined when it is neither, or damaged. */
export function pictureSize(bytes: Uint8Array): PictureSize | undefined {
  const size = isPng(bytes) && bytes.length > 24 ? sizeOfPng(bytes) : isJpeg(bytes) ? sizeOfJpeg(bytes) : undefined
  return size && size.width > 0 && size.height > 0 ? size : undefined
}

function sizeOfPng(bytes: Uint8Array): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return { format: 'png', width: view.getUint32(16), height: view.getUint32(20) }
}
