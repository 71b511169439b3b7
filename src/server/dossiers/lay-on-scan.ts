import { Refusal } from '#server/platform/refusal.ts'
import {
  bytesSource,
  Dict,
  dict,
  FormatFault,
  importPage,
  Name,
  name,
  PdfFile,
  Ref,
  Stream,
  Update,
} from '#server/signatures/index.ts'

/**
 * Lời chứng on the scanned paper (chứng thực bản sao, chữ ký): the page of the attestation is appended behind the last page as an
 * incremental update, so that the scan stays byte for byte as it was taken and every signature on it keeps covering what it covered.
 * @throws Refusal `papers.scan-unfit` with the reason.
 */
export async function layOnScan(scan: Uint8Array, attestation: Uint8Array): Promise<{ pdf: Uint8Array; page: number }> {
  try {
    const file = await PdfFile.open(bytesSource(scan))
    const update = new Update(file)
    const form = await importPage(await PdfFile.open(bytesSource(attestation)), 0, update)
    const pages = await file.pages()
    const last = pages.at(-1)
    const parent = last?.page.get('Parent')
    if (!last || !(parent instanceof Ref)) throw new FormatFault('pdf.pages', 'the file has no pages')
    const content = new TextEncoder().encode('q /LoiChung Do Q')
    const page = update.add(
      dict({
        ...{ Type: name('Page'), Parent: parent, MediaBox: [0, 0, form.width, form.height] },
        Resources: dict({ XObject: dict({ LoiChung: form.ref }) }),
        Contents: update.add(new Stream(new Dict(), content)),
      }),
    )
    await update.addTo(parent, 'Kids', page)
    await countOneMore(update, parent)
    const { bytes } = await update.bytes()
    const pdf = new Uint8Array(scan.length + bytes.length)
    pdf.set(scan)
    pdf.set(bytes, scan.length)
    return { pdf, page: pages.length }
  } catch (error) {
    if (error instanceof FormatFault) throw new Refusal('papers.scan-unfit', { reason: error.message })
    throw error
  }
}

/** A page more in the node and in every node above it. */
async function countOneMore(update: Update, from: Ref) {
  for (let at: unknown = from, depth = 0; at instanceof Ref && depth < 50; depth += 1) {
    const node = await update.resolve(at)
    if (!(node instanceof Dict) || !(node.get('Type') instanceof Name)) return
    const longer = new Dict(node)
    longer.set('Count', Number(node.get('Count') ?? 0) + 1)
    update.replace(at, longer)
    at = node.get('Parent')
  }
}
