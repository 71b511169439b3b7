import { lookAtZip } from './archive-look.ts'
import { lookAtOle } from './office-look.ts'
import { lookAtPdf } from './pdf-look.ts'
import { lookAtPicture } from './picture-look.ts'
import { isProgramName } from './program-names.ts'
import { type Kind, type LookOrder, refusedAs, type Seen, seenAs } from './seen.ts'
import { lookAtRtf, lookAtText } from './text-look.ts'

const latin = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1')

const HEIF = new Set(['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1', 'miaf'])
const AVIF = new Set(['avif', 'avis'])

/** HEIF or AVIF by its brands: the main one, else those it is compatible with. */
function brandOf(bytes: Uint8Array): 'heif' | 'avif' | undefined {
  if (latin(bytes, 4, 8) !== 'ftyp') return undefined
  const length = Math.min(new DataView(bytes.buffer, bytes.byteOffset).getUint32(0), bytes.length, 256)
  const brands = [latin(bytes, 8, 12)]
  for (let at = 16; at + 4 <= length; at += 4) brands.push(latin(bytes, at, at + 4))
  if (brands.some((each) => AVIF.has(each))) return 'avif'
  return brands.some((each) => HEIF.has(each)) ? 'heif' : undefined
}

/** Which picture the bytes begin as. */
function pictureKind(bytes: Uint8Array): Kind | undefined {
  const head = latin(bytes, 0, 12)
  if (head.startsWith('\xff\xd8\xff')) return 'jpeg'
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return 'png'
  if (/^GIF8[79]a/.test(head)) return 'gif'
  if (head.startsWith('RIFF') && head.slice(8) === 'WEBP') return 'webp'
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'tiff'
  if (head.startsWith('BM') && bytes.length > 26 && bytes.subarray(6, 10).every((byte) => byte === 0)) return 'bmp'
  return bytes.length > 16 ? brandOf(bytes) : undefined
}

/** How programs begin: of Windows, Linux, macOS and Java, scripts, shortcuts, and what else is started and not read. */
const PROGRAMS = [
  ...[
    'MZ',
    '\x7fELF',
    '\xca\xfe\xba\xbe',
    '\xcf\xfa\xed\xfe',
    '\xce\xfa\xed\xfe',
    '\xfe\xed\xfa\xce',
    '\xfe\xed\xfa\xcf',
  ],
  ...['#!', 'L\0\0\0\x01\x14\x02\0', '\0asm', 'dex\n', 'FWS', 'CWS', 'ITSF', '!<arch>'],
]

/** A text that a computer would run by its name; a picture or a PDF gets its own ending when it is kept. */
const runsAs = (kind: string, name: string) => ['text', 'xml'].includes(kind) && isProgramName(name)

/**
 * One look at a file, at every entrance: its kind by its bytes alone, then whether every clerk can open it and it holds something. The name
 * decides in one direction only: a text under a name that a computer would run is refused.
 */
export async function lookAt(bytes: Uint8Array, name: string, order: LookOrder): Promise<Seen> {
  if (bytes.length === 0) return refusedAs('empty')
  const head = latin(bytes, 0, 16)
  if (PROGRAMS.some((mark) => head.startsWith(mark))) return refusedAs('program')
  const seen = await lookByKind(bytes, head, order)
  return seen.fault === null && runsAs(seen.kind, name) ? refusedAs('program', seen.kind) : seen
}

async function lookByKind(bytes: Uint8Array, head: string, order: LookOrder): Promise<Seen> {
  const picture = pictureKind(bytes)
  if (picture) return lookAtPicture(picture, bytes)
  if (head.startsWith('PK\x03\x04') || head.startsWith('PK\x05\x06')) return lookAtZip(bytes, order, lookAt)
  if (head.startsWith('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1')) return lookAtOle(bytes, order)
  if (head.startsWith('{\\rtf')) return lookAtRtf(bytes)
  if (latin(bytes, 0, 1024).includes('%PDF-')) return lookAtPdf(bytes)
  if (/^AC10\d\d\0/.test(head) && bytes.length > 1000) return seenAs('dwg', 'image/vnd.dwg', { risky: true })
  return lookAtText(bytes)
}
