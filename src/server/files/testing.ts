import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import { strToU8, zipSync } from 'fflate'
import type { Db } from '#server/platform/call.ts'
import { keepFile } from './keep.ts'
import { stopLookers } from './look/lookers.ts'
import type { FileHouse, LookedAtFile } from './schema.ts'

const at64 = (text: string) => new Uint8Array(Buffer.from(text, 'base64'))

/** A PDF of some pages, each with one line of words; empty words make a blank page. */
export function aPdf(pages: readonly string[] = ['Giay chung sinh so 12']): Uint8Array {
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    `<</Type/Pages/Kids[${pages.map((_, at) => `${4 + at * 2} 0 R`).join(' ')}]/Count ${pages.length}>>`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
    ...pages.flatMap((words, at) => {
      const drawn = words ? `BT /F 24 Tf 72 700 Td (${words}) Tj ET` : ''
      return [
        `<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents ${5 + at * 2} 0 R/Resources<</Font<</F 3 0 R>>>>>>`,
        `<</Length ${drawn.length}>>\nstream\n${drawn}\nendstream`,
      ]
    }),
  ]
  let text = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const place = text.length
    text += `${index + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = text.length
  text += `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n`
  text += places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  return strToU8(`${text}trailer\n<</Size ${objects.length + 1}/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`, true)
}

const part = (name: string, data: Uint8Array) => {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([length, body, sum])
}
/** A PNG; `says` lets its head tell another size than it has. */
export function aPng(width = 40, height = 30, says: { width?: number; height?: number } = {}): Uint8Array {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(says.width ?? width, 0)
  head.writeUInt32BE(says.height ?? height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const lines = Buffer.alloc((width * 3 + 1) * height, 90)
  for (let line = 0; line < height; line += 1) lines[line * (width * 3 + 1)] = 0
  const mark = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([mark, part('IHDR', head), part('IDAT', deflateSync(lines)), part('IEND', Buffer.alloc(0))])
}

/** A JPEG of 8 × 8 points. */
export const aJpeg = () =>
  at64(
    '/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/2wBDAQMDAwQDBAgEBAgQCwkLEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBD/wAARCAAIAAgDAREAAhEBAxEB/8QAFAABAAAAAAAAAAAAAAAAAAAACP/EABgQAAIDAAAAAAAAAAAAAAAAAAABFmOR/8QAFQEBAQAAAAAAAAAAAAAAAAAABwj/xAAXEQADAQAAAAAAAAAAAAAAAAAAGGOh/9oADAMBAAIRAxEAPwAbT25aOK1xwo5ga6f/2Q==',
  )
/** Pictures of 2 × 2 points as phones write them. */
export const aHeic = () =>
  at64(
    'AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAaptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAACAAAAEGlkYXQAAAAAAAIAAgAAADhpbG9jAQAAAERAAAIAAQAAAAAAAAHOAAEAAAAAAAAANAACAAEAAAAAAAAAAQAAAAAAAAAIAAAAOGlpbmYAAAAAAAIAAAAVaW5mZQIAAAEAAQAAaHZjMQAAAAAVaW5mZQIAAAAAAgAAZ3JpZAAAAADVaXBycAAAALNpcGNvAAAAc2h2Y0MBA3AAAAAAAAAAAAAe8AD8/fj4AAAPAyAAAQAYQAEMAf//A3AAAAMAkAAAAwAAAwAeugJAIQABACdCAQEDcAAAAwCQAAADAAADAB6gIIEFluqumubAgAAAAwCAAAADAIQiAAEABkQBwXPBiQAAABRpc3BlAAAAAAAAAEAAAABAAAAAFGlzcGUAAAAAAAAAAgAAAAIAAAAQcGl4aQAAAAADCAgIAAAAGmlwbWEAAAAAAAAAAgABAoECAAICA4QAAAAaaXJlZgAAAAAAAAAOZGltZwACAAEAAQAAADxtZGF0AAAAMCgBrxMhZmNA+BD3Z//rvBX/mSE/8zex6c7IR0DA0iCAm0BIk11QCxYQgId2pVbc+A==',
  )
export const anAvif = () =>
  at64(
    'AAAAHGZ0eXBhdmlmAAAAAGF2aWZtaWYxbWlhZgAAAOptZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAAA5waXRtAAAAAAABAAAAImlsb2MAAAAAREAAAQABAAAAAAEOAAEAAAAAAAAAHAAAACNpaW5mAAAAAAABAAAAFWluZmUCAAAAAAEAAGF2MDEAAAAAamlwcnAAAABLaXBjbwAAABNjb2xybmNseAACAAIABoAAAAAMYXYxQ4EADAAAAAAUaXNwZQAAAAAAAAACAAAAAgAAABBwaXhpAAAAAAMICAgAAAAXaXBtYQAAAAAAAAABAAEEgYIDhAAAACRtZGF0EgAKBRgANgQgMhEYAAooooQAALATVl9ApOsM/A==',
  )
export const aWebp = () =>
  at64('UklGRjwAAABXRUJQVlA4IDAAAADQAQCdASoCAAIAAgA0JaACdLoB+AADsAD+8MQL/yC5YXXI1/8gP+QH/ID/+PIAAAA=')

/** A BMP of 24 bits; `says` lets its head tell another size. */
export function aBmp(width = 4, height = 4, says: { width?: number; height?: number } = {}): Uint8Array {
  const row = Math.ceil((width * 3) / 4) * 4
  const bytes = Buffer.alloc(54 + row * height, 120)
  bytes.fill(0, 0, 54)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  bytes.writeUInt32LE(40, 14)
  bytes.writeInt32LE(says.width ?? width, 18)
  bytes.writeInt32LE(says.height ?? height, 22)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  return bytes
}

/** A TIFF of some grey pages, each so wide and high, turned as `orientation` says. */
export function aTiff(sizes: readonly { width: number; height: number; orientation?: number }[]): Uint8Array {
  const parts: Buffer[] = [Buffer.from('II*\0\0\0\0\0', 'latin1')]
  let length = 8
  let link = 4
  const all = () => Buffer.concat(parts)
  for (const { width, height, orientation = 1 } of sizes) {
    const points = Buffer.from(
      Array.from({ length: width * height + ((width * height) % 2) }, (_, at) => (at * 3) % 256),
    )
    const pointsAt = length
    const entries = [
      [256, 4, width],
      [257, 4, height],
      [258, 3, 8],
      [259, 3, 1],
      [262, 3, 1],
      [273, 4, pointsAt],
      [274, 3, orientation],
      [277, 3, 1],
      [278, 4, height],
      [279, 4, width * height],
    ] as const
    const directory = Buffer.alloc(2 + entries.length * 12 + 4)
    directory.writeUInt16LE(entries.length, 0)
    for (const [index, [tag, type, value]] of entries.entries()) {
      directory.writeUInt16LE(tag, 2 + index * 12)
      directory.writeUInt16LE(type, 4 + index * 12)
      directory.writeUInt32LE(1, 6 + index * 12)
      directory.writeUInt32LE(value, 10 + index * 12)
    }
    parts.push(points, directory)
    const whole = all()
    whole.writeUInt32LE(length + points.length, link)
    parts.splice(0, parts.length, whole)
    length = whole.length
    link = length - 4
  }
  return all()
}

const TYPES =
  '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'

/** A Word document of one line, with more parts when given. */
export const aDocx = (words = 'Đơn xin xác nhận', more: Record<string, Uint8Array> = {}, types = TYPES) =>
  zipSync({
    '[Content_Types].xml': strToU8(types),
    'word/document.xml': strToU8(`<w:document><w:body><w:p><w:r><w:t>${words}</w:t></w:r></w:p></w:body></w:document>`),
    ...more,
  })

/** Bytes as they come in a request. */
export async function* asStream(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

/** A folder for files, gone when the test ends; the look ends its children with it. */
export function aFileHouse(t: Pick<TestContext, 'after'>): FileHouse {
  const dataDir = mkdtempSync(join(tmpdir(), 'dinh-files-'))
  t.after(() => {
    stopLookers()
    rmSync(dataDir, { recursive: true })
  })
  return { dataDir, maxFileBytes: 1_000_000 }
}

/** A paper as a test attaches it: kept and looked at. */
export async function aKeptPaper(
  db: Db,
  house: FileHouse,
  now: Date,
  { name = 'giay-to.pdf', bytes = aPdf() }: { name?: string; bytes?: Uint8Array } = {},
): Promise<LookedAtFile & { sizeBytes: number }> {
  const file = await keepFile({ db, now }, house, { name, bytes: asStream(bytes) })
  return { ...file, sizeBytes: file.size }
}

/** The same page under a password of the owner alone, which opens for everybody, and under one that readers are asked for (made by qpdf, AES-256). */
export const aPdfOfOwner = () =>
  at64(
    'JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvRXh0ZW5zaW9ucyA8PCAvQURCRSA8PCAvQmFzZVZlcnNpb24gLzEuNyAvRXh0ZW5zaW9uTGV2ZWwgOCA+PiA+PiAvUGFnZXMgMyAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL1R5cGUgL09ialN0bSAvTGVuZ3RoIDE5MiAvRmlsdGVyIC9GbGF0ZURlY29kZSAvTiAzIC9GaXJzdCAxNCA+PgpzdHJlYW0KavNPW+5asQ1xuSJjSwWMEaul+8MG6PrCm4/CX2MzffpYlPS3w7GAYdKRQzi599XuPZaLy9GsndKTuyf+1Z5iXgju7ppPDx3su59WHx1UXvFv7JbDy60dv/wRSuOl7Ot+2M0oZ8J5UeUITGfwv4zIyKK2QzU+qZM+vRDkxw09exwWYO7Vb5yCv88lPC/0ANPWZdWyDZrPjLbZr4D/Qv1utuTJH90rzxGKYaYB3XfweHpEfd0uXssTAPoO5TxpLYdtZW5kc3RyZWFtCmVuZG9iago2IDAgb2JqCjw8IC9MZW5ndGggODAgL0ZpbHRlciAvRmxhdGVEZWNvZGUgPj4Kc3RyZWFtCsO70xJ2uCd0i1pjaAVP+nNVEmrm6uwW0wL8ItxXdpBj2hhuL4j6eBWXCq2MR8ehQrvYFvi4K4EvMhYalGVeVkR+aieQ2XvmPfNSmmr/57lgZW5kc3RyZWFtCmVuZG9iago3IDAgb2JqCjw8IC9DRiA8PCAvU3RkQ0YgPDwgL0F1dGhFdmVudCAvRG9jT3BlbiAvQ0ZNIC9BRVNWMyAvTGVuZ3RoIDMyID4+ID4+IC9GaWx0ZXIgL1N0YW5kYXJkIC9MZW5ndGggMjU2IC9PIDxjYzc4OTYzMmE2NWRmNDlhYTc2ODMyMTM3NjEwY2E5ZmM3ZTU4NzY4OTcwYzQxZjRjNTkxYzQ5Yjc1MDFmNDNkMjQwZWNlMmM4ZDBjY2YwNjYwMjc5ZDg3MzY0ZDcyZmM+IC9PRSA8YjdhOWRiNjU3ODI4MzhkNmViYzQ4YjNhMmYzNzEzMDhkMDUxZTRiMDI4OWM2MjNmNTBiNzVlOTNmZmVhYTc0MD4gL1AgLTQgL1Blcm1zIDxmMTMxYWFkNmI0NDJiNzgxMmZhYzNlNzc0OTQxNzRmMj4gL1IgNiAvU3RtRiAvU3RkQ0YgL1N0ckYgL1N0ZENGIC9VIDxiYTA2NmFkOWNjYTYxZGY5ZmMyOGYwNGE2MzFmNzJmY2VkNzM3Y2M0MjM2NGIwYTliZjFmODM5OTI1MjZhZjk2ZDQ1ZjQ1NjcyYzc2ZjY4NDJhNTViNTc5MmRhYjNlY2I+IC9VRSA8ZWYzMzhjOTU0MzdkOWIxZGE1YWZkZmE4NTQ4NTAwMjdhNGNmNjZiNTNkMTM2NTExYmM4MzhhMjUzNzliZWYxMT4gL1YgNSA+PgplbmRvYmoKOCAwIG9iago8PCAvVHlwZSAvWFJlZiAvTGVuZ3RoIDQyIC9GaWx0ZXIgL0ZsYXRlRGVjb2RlIC9EZWNvZGVQYXJtcyA8PCAvQ29sdW1ucyA0IC9QcmVkaWN0b3IgMTIgPj4gL1cgWyAxIDIgMSBdIC9Sb290IDEgMCBSIC9TaXplIDkgL0lEIFs8MTQ5MDEzMDhjNzViZWQxZGQ4N2IwZWJkZjQ5NGVlMGI+PDE0OTAxMzA4Yzc1YmVkMWRkODdiMGViZGY0OTRlZTBiPl0gL0VuY3J5cHQgNyAwIFIgPj4Kc3RyZWFtCnicY2IAAiZGBn4GJgaGYhCrAcRiYIQQ/xmX/GNiYJwGFGNSZgAARWoEdwplbmRzdHJlYW0KZW5kb2JqCnN0YXJ0eHJlZgoxMTE5CiUlRU9GCg==',
  )
export const aPdfWithPassword = () =>
  at64(
    'JVBERi0xLjcKJb/3ov4KMSAwIG9iago8PCAvRXh0ZW5zaW9ucyA8PCAvQURCRSA8PCAvQmFzZVZlcnNpb24gLzEuNyAvRXh0ZW5zaW9uTGV2ZWwgOCA+PiA+PiAvUGFnZXMgMyAwIFIgL1R5cGUgL0NhdGFsb2cgPj4KZW5kb2JqCjIgMCBvYmoKPDwgL1R5cGUgL09ialN0bSAvTGVuZ3RoIDE5MiAvRmlsdGVyIC9GbGF0ZURlY29kZSAvTiAzIC9GaXJzdCAxNCA+PgpzdHJlYW0Ki1a6UHdLl19vOUdOZd60KUy1NTjHwWh8bKhyUhUgH6TcMfmOOkpVTJa6LaMw/LnXmu82/ZA7tQBgKB5TB+TFJgO0Tl4RE0bdZg8SotTKh2PfbP/wy36r1Z2F8ig8bKw2Yvlizsr7R1QMPwjMqYAiJt1mQ+8P6Mxw4zEWoUhkBqq9ehdT/gqL8p46mJGENXoJEA1o8SSKFWC4SK3Ije+JfVKgufUut74zf1F4akvY3oP7OkyhsBK5E4BWdS/Kx5LtZW5kc3RyZWFtCmVuZG9iago2IDAgb2JqCjw8IC9MZW5ndGggODAgL0ZpbHRlciAvRmxhdGVEZWNvZGUgPj4Kc3RyZWFtCnFXMfABXvZ3VzfAZSEcBHDkCIP8Y4vvl79wGv71V7c8+L/IrtdJ4VxxKanHCETvipzkWgi9waI4QZr/xFZbU8wW+1D0w7Je7u7bZYtqaPHmZW5kc3RyZWFtCmVuZG9iago3IDAgb2JqCjw8IC9DRiA8PCAvU3RkQ0YgPDwgL0F1dGhFdmVudCAvRG9jT3BlbiAvQ0ZNIC9BRVNWMyAvTGVuZ3RoIDMyID4+ID4+IC9GaWx0ZXIgL1N0YW5kYXJkIC9MZW5ndGggMjU2IC9PIDw5NjAxNGRmMGE1NmZjZGNiODI0YWMxNThlMTdhN2YxOTIyN2ZkZmE1ZGM3NDIxN2RiYmQ3YWJhYWU5YWYwYzVmODhhMTBiOTkwYzFjMDJlNjQ0ZjMyMGEwZGI0ZTZhNTc+IC9PRSA8YzhiNDY5ZTc2MWU0YWNlNzA3YzkzNzU3OTVlYWJkZTgyOTNiNzAzNjJmYzY2OTllN2FjYjRhZjBmOWM4MzIzZT4gL1AgLTQgL1Blcm1zIDxmNzFhOGU4MGVlYWU5ZDg0NGFkZjI4OTkwOGZkNDhmOT4gL1IgNiAvU3RtRiAvU3RkQ0YgL1N0ckYgL1N0ZENGIC9VIDw0NjBmMDNjMzM2NDM4YzkzMDdiODZhZDFmZjk3NGRmNmVjYzZhYzVlYTEwNjU0MWZhMGQ3ZjUyZWJlYzA5ZDY4ZmVkYmVlMzMzNmZhODhjMjdjNjQ3OTJiOGZkNTI2NjQ+IC9VRSA8YWMwNmJhNjZiNGJhY2Q2NWYzODNmODQ5OGQwMWY3OWU3MGE3MTU0ZDg5OTk4NTU5ZWI0NjI4NjU5ZGU5MDI4MD4gL1YgNSA+PgplbmRvYmoKOCAwIG9iago8PCAvVHlwZSAvWFJlZiAvTGVuZ3RoIDQyIC9GaWx0ZXIgL0ZsYXRlRGVjb2RlIC9EZWNvZGVQYXJtcyA8PCAvQ29sdW1ucyA0IC9QcmVkaWN0b3IgMTIgPj4gL1cgWyAxIDIgMSBdIC9Sb290IDEgMCBSIC9TaXplIDkgL0lEIFs8MjE5MDU3NTljYmJjYjg1YmQ5NWNjN2MxODM3MGQ4YmY+PDIxOTA1NzU5Y2JiY2I4NWJkOTVjYzdjMTgzNzBkOGJmPl0gL0VuY3J5cHQgNyAwIFIgPj4Kc3RyZWFtCnicY2IAAiZGBn4GJgaGYhCrAcRiYIQQ/xmX/GNiYJwGFGNSZgAARWoEdwplbmRzdHJlYW0KZW5kb2JqCnN0YXJ0eHJlZgoxMTE5CiUlRU9GCg==',
  )
