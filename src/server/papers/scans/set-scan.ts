import { Refusal } from '#server/platform/refusal.ts'
import { order } from '../setting/setters.ts'
import { pictureSize } from './picture-size.ts'

/** A4, in points. */
const [SHORT, LONG] = [595.276, 841.89]
/** What one page of the largest State papers needs at 600 dpi and more. */
const MOST_POINTS = 80_000_000
export const MOST_PICTURES = 40
const MOST_BYTES = 120 * 1024 * 1024

const SOURCE = `#let d = json(bytes(sys.inputs.data))
#set document(title: d.title)
#set page(margin: 0pt)
#set text(lang: "vi", region: "VN", font: "Tinos")
#for each in d.pages {
  page(width: each.width * 1pt, height: each.height * 1pt, align(center + horizon, image(each.file, alt: each.alt, width: 100%, height: 100%, fit: "contain")))
}`

/**
 * Pictures of a paper as pages of a PDF/A (bản quét từ ảnh chụp, ảnh quét): each fills a page of A4, upright or on its side as it is; the
 * points of the picture stay as they are. @throws Refusal `papers.picture-unfit`, `papers.pictures-too-many`.
 */
export async function setScan(
  pictures: readonly { bytes: Uint8Array; name: string }[],
  title: string,
  at: Date,
): Promise<{ pdf: Uint8Array; pages: number }> {
  if (pictures.length > MOST_PICTURES || pictures.reduce((sum, { bytes }) => sum + bytes.length, 0) > MOST_BYTES)
    throw new Refusal('papers.pictures-too-many', { most: MOST_PICTURES })
  const read = pictures.map(({ bytes, name }, index) => {
    const size = pictureSize(bytes)
    if (!size || size.width * size.height > MOST_POINTS) throw new Refusal('papers.picture-unfit', { name })
    const [width, height] = size.width > size.height ? [LONG, SHORT] : [SHORT, LONG]
    const file = `scan-${index + 1}.${size.format}`
    return { bytes, file, width, height, alt: `Trang ${index + 1} của bản quét ${title}` }
  })
  const data = {
    title,
    pages: read.map(({ file, width, height, alt }) => ({ file: `/${file}`, width, height, alt })),
  }
  const files = read.map(({ file, bytes }) => ({ name: file, bytes }))
  const answer = await order({ source: SOURCE, data, at: at.getTime(), asPicture: false, files })
  if (!answer.pdf) throw new Refusal('papers.picture-unfit', { name: pictures.map(({ name }) => name).join(', ') })
  return { pdf: answer.pdf, pages: answer.pages ?? pictures.length }
}
