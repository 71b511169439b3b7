import { own } from '#own-keys'
import { type SetPages } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import {
  bytesSource,
  FormatFault,
  inTime,
  laidPlace,
  type Laying,
  layPage,
  pageOfImage,
  PdfFile,
} from '#server/signatures/index.ts'

type Set = SetPages['set']

/** What is wrong with a scan, in the words of its refusal; everything else of a file is damage. */
const REASONS: Record<string, string> = {
  'pdf.encrypted': 'tệp đặt mật khẩu. Lưu lại thành PDF không có mật khẩu',
  'pdf.signed-already':
    'tệp đã có chữ ký số, ghi thêm thì chữ ký ấy mất giá trị. Dùng bản quét của giấy tờ giấy, hoặc cấp bản mới thay cho việc ghi thêm',
  'pdf.too-slow': 'tệp quá rối, đọc quá lâu. In ra rồi quét lại',
  'pdf.too-many-steps': 'tệp quá rối, đọc quá lâu. In ra rồi quét lại',
  'pdf.no-header': 'tệp không phải PDF, JPEG hay PNG',
  'pdf.own-fields': 'tệp có biểu mẫu điền sẵn trùng tên với ô số, ngày, chữ ký. In ra rồi quét lại',
  'pdf.laid-already': 'trang cuối đã có lời chứng, ghi chú. Dùng bản quét chưa ghi',
  'image.kind': 'ảnh thuộc loại chưa đọc được. Lưu lại thành JPEG thường hoặc PDF',
  'image.size': 'ảnh quá lớn. Quét lại ở 300 dpi',
}

/** @throws Refusal `results.scan-unfit` with the reason, of any fault of the file. */
async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await inTime(work())
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    throw new Refusal('results.scan-unfit', {
      reason: own(REASONS, error.code) ?? `tệp hỏng (${error.code}). Quét lại`,
    })
  }
}

/** A scan as a PDF: what is one stays byte for byte, a photograph becomes a page. @throws Refusal `results.scan-unfit`. */
export const scanAsPdf = (scan: Uint8Array, mediaType: string): Promise<Uint8Array> =>
  refusing(async () => (mediaType.startsWith('image/') ? pageOfImage(scan) : scan))

/**
 * Lời chứng, ghi chú on the scanned paper: the set words are laid behind or onto it as an incremental update, so that the scan stays byte for
 * byte as it was taken; the places for signature, seal, number and date move with them.
 * @throws Refusal `results.scan-unfit` with the reason.
 */
export const layOnScan = (scan: Uint8Array, words: Set, how: Laying): Promise<Set> =>
  refusing(async () => {
    const { pdf, laid, pages } = await layPage(scan, words.pdf, how)
    const own = new Set((await (await PdfFile.open(bytesSource(scan))).fields()).map((each) => each.name))
    const places = words.places.map((place) => laidPlace(place, laid))
    if ([...places.map((each) => each.key), 'dau'].some((key) => own.has(key))) throw new FormatFault('pdf.own-fields')
    return { pdf, pages, places }
  })
