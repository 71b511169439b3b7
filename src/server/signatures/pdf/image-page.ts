import { FormatFault } from '../format-fault.ts'
import { emptyPdf } from './empty-pdf.ts'
import { PdfFile } from './file.ts'
import { jpegHead } from './jpeg-head.ts'
import { Dict, dict, name, type PdfObject, Ref, Stream } from './objects.ts'
import { pngParts } from './png-parts.ts'
import { bytesSource } from './source.ts'
import { Update } from './update.ts'
import { ascii, joined } from './write.ts'

const A4 = { short: 595.28, long: 841.89 }
const MOST_SIDE = 20_000

type Picture = { width: number; height: number; entries: Record<string, PdfObject>; raw: Uint8Array; turn: number }

function pictureOf(bytes: Uint8Array): Picture {
  if (bytes[0] === 0xff && bytes[1] === 0xd8) {
    const { width, height, components, turn, isInverted } = jpegHead(bytes)
    const space = { 1: 'DeviceGray', 3: 'DeviceRGB', 4: 'DeviceCMYK' }[components]
    if (!space) throw new FormatFault('image.kind', 'a JPEG of an unknown kind')
    const decode = isInverted ? { Decode: [1, 0, 1, 0, 1, 0, 1, 0] } : {}
    const entries = { ColorSpace: name(space), BitsPerComponent: 8, Filter: name('DCTDecode'), ...decode }
    return { width, height, entries, raw: bytes, turn }
  }
  return { ...pngParts(bytes), turn: 0 }
}

/**
 * A photograph or scan (JPEG, PNG) as a PDF of one A4 page, upright or across as the picture is; its own bytes stand inside as they were
 * taken, only what a camera says of how it was held turns the page. @throws FormatFault `image.*` for what is no such picture.
 */
export async function pageOfImage(bytes: Uint8Array): Promise<Uint8Array> {
  const { width, height, entries, raw, turn } = pictureOf(bytes)
  if (width < 1 || height < 1 || width > MOST_SIDE || height > MOST_SIDE)
    throw new FormatFault('image.size', 'the picture has no sane size')
  const [wide, high] = width > height ? [A4.long, A4.short] : [A4.short, A4.long]
  const share = Math.min(wide / width, high / height)
  const [across, up] = [width * share, height * share]
  const base = emptyPdf()
  const update = new Update(await PdfFile.open(bytesSource(base)))
  const image = update.add(
    new Stream(dict({ Type: name('XObject'), Subtype: name('Image'), Width: width, Height: height, ...entries }), raw),
  )
  const placed = [across, 0, 0, up, (wide - across) / 2, (high - up) / 2].map((each) => each.toFixed(3)).join(' ')
  const pages = new Ref(2, 0)
  const page = dict({
    ...{ Type: name('Page'), Parent: pages, MediaBox: [0, 0, wide, high] },
    Resources: dict({ XObject: dict({ Anh: image }) }),
    Contents: update.add(new Stream(new Dict(), ascii(`q ${placed} cm /Anh Do Q`))),
  })
  if (turn) page.set('Rotate', turn)
  update.replace(pages, dict({ Type: name('Pages'), Kids: [update.add(page)], Count: 1 }))
  return joined([base, (await update.bytes()).bytes])
}
