import { Transformer } from '@napi-rs/image'
import type { Marks } from './picture-marks.ts'
import {
  marksOfBmp,
  marksOfGif,
  marksOfHeif,
  marksOfJpeg,
  marksOfPng,
  marksOfWebp,
  pagesOfTiff,
} from './picture-marks.ts'
import { heifPixels } from './heif.ts'
import { picturesAsPdf } from './pictures-as-pdf.ts'
import { type Kind, refusedAs, type Rendition, type Seen, seenAs } from './seen.ts'

/** A picture every browser shows may have so many points; one that is made into pages here fewer, for memory. */
const MOST_SHOWN = 260_000_000
const MOST_MADE = 52_000_000
const MOST_SIDE = 65_500
const MOST_PAGES = 40
/** The longer side of a page made for reading, in points of the picture. */
const READ_SIDE = 3600

const tooLarge = ({ width, height }: { width: number; height: number }, most: number) =>
  width > MOST_SIDE || height > MOST_SIDE || width * height > most

/** JPEG, PNG and GIF stay as they are: every browser shows them, turned as the camera says. */
function lookAtShown(kind: Kind, mediaType: string, { width, height, whole }: Marks): Seen {
  if (tooLarge({ width, height }, MOST_SHOWN)) return refusedAs('too-many-pixels', kind, { width, height })
  if (!whole) return refusedAs('damaged', kind, { width, height })
  return seenAs(kind, mediaType, { width, height, pages: 1 })
}

type Page = { width: number; height: number; jpeg: Uint8Array; grey: boolean }

function pageOf(picture: Transformer, { width, height }: { width: number; height: number }): Page {
  const most = Math.max(width, height)
  const factor = most > READ_SIDE ? READ_SIDE / most : 1
  if (factor < 1) picture.resize(Math.round(width * factor), Math.round(height * factor))
  const jpeg = picture.jpegSync(85)
  const made = marksOfJpeg(jpeg)
  return { width: made.width, height: made.height, jpeg, grey: made.colours === 1 }
}

/** A page out of a file that the decoders of pictures read, turned as its camera says. */
function decoded(bytes: Uint8Array): Page {
  const { width, height, orientation } = new Transformer(bytes).metadataSync(true)
  const turned = orientation !== undefined && orientation >= 5
  const size = turned ? { width: height, height: width } : { width, height }
  return pageOf(new Transformer(bytes).rotate(), size)
}

const renditionOf = (pages: Page[]): Rendition =>
  pages.length === 1
    ? { bytes: pages[0]!.jpeg, mediaType: 'image/jpeg' }
    : { bytes: picturesAsPdf(pages), mediaType: 'application/pdf' }

async function lookAtMade(
  kind: Kind,
  mediaType: string,
  marks: Marks,
  pagesOf: () => Page[] | Promise<Page[]>,
): Promise<Seen> {
  const { width, height } = marks
  if (tooLarge(marks, MOST_MADE)) return refusedAs('too-many-pixels', kind, { width, height })
  if (!marks.whole) return refusedAs('damaged', kind, { width, height })
  try {
    const pages = await pagesOf()
    return seenAs(kind, mediaType, { width, height, pages: pages.length, rendition: renditionOf(pages) })
  } catch {
    return refusedAs('damaged', kind, { width, height })
  }
}

const lookAtTiff = (bytes: Uint8Array): Promise<Seen> => {
  const pages = pagesOfTiff(bytes, MOST_PAGES)
  const width = Math.max(0, ...pages.map((page) => page.width))
  const height = Math.max(0, ...pages.map((page) => page.height))
  return lookAtMade('tiff', 'image/tiff', { width, height, whole: width > 0 && height > 0 }, () =>
    pages.map(({ at }) => {
      const one = Uint8Array.from(bytes)
      new DataView(one.buffer).setUint32(4, at, bytes[0] === 0x49)
      return decoded(one)
    }),
  )
}

/** Pictures: whole, of bounded size; those that only some programs open become pages that all do. */
export function lookAtPicture(kind: Kind, bytes: Uint8Array): Seen | Promise<Seen> {
  if (kind === 'jpeg') return lookAtShown(kind, 'image/jpeg', marksOfJpeg(bytes))
  if (kind === 'png') return lookAtShown(kind, 'image/png', marksOfPng(bytes))
  if (kind === 'gif') return lookAtShown(kind, 'image/gif', marksOfGif(bytes))
  if (kind === 'tiff') return lookAtTiff(bytes)
  if (kind === 'webp') return lookAtMade(kind, 'image/webp', marksOfWebp(bytes), () => [decoded(bytes)])
  if (kind === 'bmp') return lookAtMade(kind, 'image/bmp', marksOfBmp(bytes), () => [decoded(bytes)])
  if (kind === 'avif') return lookAtMade(kind, 'image/avif', marksOfHeif(bytes), () => [decoded(bytes)])
  return lookAtMade(kind, 'image/heic', marksOfHeif(bytes), async () => {
    const { pixels, width, height } = await heifPixels(bytes, MOST_MADE)
    return [pageOf(Transformer.fromRgbaPixels(pixels, width, height), { width, height })]
  })
}
