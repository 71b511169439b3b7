import { FormatFault } from '../format-fault.ts'
import { type Dict, type PdfObject, Ref } from './objects.ts'

export type PageOfFile = { ref: Ref; page: Dict }

/** What is asked of the file around. */
type Around = {
  dict: (value: PdfObject | undefined) => Promise<Dict | undefined>
  array: (value: PdfObject | undefined) => Promise<PdfObject[] | undefined>
  catalog: () => Promise<Dict>
}

const MOST_PAGES = 50_000
const DEEPEST = 256

/**
 * The pages of a file in their order. A page is an object of its own; a node above pages may also stand inside the catalogue or another node, as
 * some scanners write it. @throws FormatFault `pdf.pages` for circles and for what is missing.
 */
export async function pagesOf(file: Around): Promise<PageOfFile[]> {
  const pages: PageOfFile[] = []
  const seen = new Set<number>()
  const walk = async (node: PdfObject | undefined, depth: number): Promise<void> => {
    if (depth > DEEPEST) throw new FormatFault('pdf.pages', 'the pages stand too deep')
    if (node instanceof Ref) {
      if (seen.has(node.num)) throw new FormatFault('pdf.pages', 'the pages go in a circle')
      seen.add(node.num)
    }
    const here = await file.dict(node)
    if (!here) throw new FormatFault('pdf.pages', 'a page is missing')
    const kids = await file.array(here.get('Kids'))
    if (kids) for (const kid of kids) await walk(kid, depth + 1)
    else if (node instanceof Ref) pages.push({ ref: node, page: here })
    else throw new FormatFault('pdf.pages', 'a page is not an object of its own')
    if (pages.length > MOST_PAGES) throw new FormatFault('pdf.pages', 'too many pages')
  }
  await walk((await file.catalog()).get('Pages'), 0)
  return pages
}
