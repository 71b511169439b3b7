import { crc32, deflateSync } from 'node:zlib'

function chunk(type: string, body: Buffer): Buffer {
  const whole = Buffer.alloc(12 + body.length)
  whole.writeUInt32BE(body.length, 0)
  whole.write(type, 4, 'latin1')
  body.copy(whole, 8)
  whole.writeUInt32BE(crc32(whole.subarray(4, 8 + body.length)), 8 + body.length)
  return whole
}

/** A PNG of one colour inside a border that one sees through, or that is white; with every filter of lines there is. */
export function aPng(
  width: number,
  height: number,
  of: { ink?: readonly [number, number, number]; isOpaque?: boolean; note?: string } = {},
): Buffer {
  const [ink, stride] = [of.ink ?? [29, 63, 174], width * 4]
  const plain = Buffer.alloc(stride * height, of.isOpaque ? 255 : 0)
  for (let y = Math.floor(height / 3); y < (height * 2) / 3; y += 1)
    for (let x = Math.floor(width / 5); x < (width * 4) / 5; x += 1) plain.set([...ink, 255], y * stride + x * 4)
  const lines = Buffer.alloc((stride + 1) * height)
  for (let y = 0; y < height; y += 1) {
    // Filters 0, 1 and 2 in turn: the line as it is, less what is left of it, less what is above it.
    const filter = y % 3
    lines[y * (stride + 1)] = filter
    for (let x = 0; x < stride; x += 1) {
      const left = filter === 1 && x >= 4 ? plain[y * stride + x - 4]! : 0
      const up = filter === 2 && y > 0 ? plain[(y - 1) * stride + x]! : 0
      lines[y * (stride + 1) + 1 + x] = (plain[y * stride + x]! - left - up) & 0xff
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    ...(of.note ? [chunk('tEXt', Buffer.from(`Author\0${of.note}`, 'latin1'))] : []),
    chunk('IDAT', deflateSync(lines)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
