import { PDFiumLibrary } from '@hyzyla/pdfium'
import { refusedAs, type Seen, seenAs } from './seen.ts'

let library: Promise<PDFiumLibrary> | undefined

/** Pages looked at for anything printed; a paper shows something long before. */
const MOST_PAGES_LOOKED = 60

/** Whether a small picture of the page has a point that differs from its first: nothing printed, nothing scanned. */
function isOneColour({ data }: { data: Uint8Array }): boolean {
  for (let at = 4; at < data.length; at += 4)
    for (let part = 0; part < 3; part += 1) if (Math.abs(data[at + part]! - data[part]!) > 12) return false
  return true
}

/**
 * A PDF: opened as a clerk's reader opens it, without a password (one of the owner alone opens so), with pages that exist and show something.
 * A page that shows is found by its text, or by a small picture of it.
 */
export async function lookAtPdf(bytes: Uint8Array): Promise<Seen> {
  library ??= PDFiumLibrary.init()
  const opener = await library
  let document
  try {
    document = await opener.loadDocument(bytes)
  } catch (error) {
    return refusedAs(/password/i.test(String(error)) ? 'password' : 'damaged', 'pdf')
  }
  try {
    const pages = document.getPageCount()
    if (pages === 0) return refusedAs('blank', 'pdf', { pages })
    let broken = 0
    for (let at = 0; at < Math.min(pages, MOST_PAGES_LOOKED); at += 1) {
      try {
        const page = document.getPage(at)
        if (page.getText().trim() !== '') return seenAs('pdf', 'application/pdf', { pages })
        const picture = await page.render({ width: 160, height: 220, render: 'bitmap', renderFormFields: true })
        if (!isOneColour(picture)) return seenAs('pdf', 'application/pdf', { pages })
      } catch {
        broken += 1
      }
    }
    return refusedAs(broken > 0 ? 'damaged' : 'blank', 'pdf', { pages })
  } finally {
    document.destroy()
  }
}
