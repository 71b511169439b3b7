import { type BookFamily, bookWords } from '#server/papers/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { BookLine } from './queries.ts'

/** A column of a book as it is shown, exported and printed. */
export type BookColumn = { head: string; width: string; of: (line: BookLine) => string }

const day = (line: BookLine) => (line.numberedOn ?? vietnamDate(line.enteredAt)).split('-').toReversed().join('/')

/** "05/QĐ-UBND"; an entry without a paper is known by its number alone. */
export const numberWords = ({ notation, number }: Pick<BookLine, 'notation' | 'number'>) =>
  notation ?? String(number).padStart(2, '0')

/** What the book says of a paper that no longer holds. The number stays in the book. */
export function endedWords({ state, stateReason, replacedBy }: Pick<BookLine, 'state' | 'stateReason' | 'replacedBy'>) {
  if (state === 'withdrawn') return `Đã thu hồi${stateReason ? `: ${stateReason}` : ''}`
  if (state === 'replaced')
    return `Đã thay${replacedBy ? ` bằng số ${replacedBy}` : ''}${stateReason ? `: ${stateReason}` : ''}`
  return ''
}

/** Nơi nhận: as the paper lists them without the line of its file copy; a paper that lists none goes to whose matter it is. */
const receivers = (line: BookLine) =>
  (line.receivers ?? [])
    .filter((each) => !/^lưu/i.test(each.trim()))
    .map((each) => each.replace(/[;.]$/, ''))
    .join('; ') ||
  (line.owner ?? '')

/** Đơn vị, người nhận bản lưu: as the clerk wrote it, else as the paper says ("Lưu: VT, HCTP."). */
export const keptWords = (line: BookLine) =>
  line.keptBy ||
  (line.receivers ?? [])
    .filter((each) => /^lưu/i.test(each.trim()))
    .map((each) => each.replace(/^lưu:?\s*/i, '').replace(/[;.]$/, ''))
    .join('; ')

const noteWords = (line: BookLine) => [endedWords(line), line.remark, line.note].filter(Boolean).join('. ')

const NUMBER: BookColumn = { head: 'Số, ký hiệu', width: '24mm', of: numberWords }
/** Số thứ tự is số chứng thực; the volume stands over the page. */
const CERTIFIED: BookColumn = {
  head: 'Số chứng thực',
  width: '18mm',
  of: ({ number }) => String(number).padStart(2, '0'),
}
const DAY: BookColumn = { head: 'Ngày, tháng', width: '20mm', of: day }
const SUBJECT: BookColumn = { head: 'Tên loại và trích yếu nội dung', width: '1.6fr', of: (line) => line.subject }
const SIGNER: BookColumn = { head: 'Người ký', width: '30mm', of: (line) => line.signer ?? '' }
const COPIES: BookColumn = {
  head: 'Số lượng bản',
  width: '14mm',
  of: (line) => (line.copies ? String(line.copies) : ''),
}
const NOTE: BookColumn = { head: 'Ghi chú', width: '1fr', of: noteWords }
const owner = (head: string): BookColumn => ({ head, width: '38mm', of: (line) => line.owner ?? '' })

/**
 * The columns of a book: of outgoing papers as NĐ 30/2020 annex IV lists them; of civil status and certification the index of the book
 * (số, ngày, ai, việc gì, ai ký), not the full text of each entry. The latter two are unverified.
 */
export function columnsOfBook(family: BookFamily): BookColumn[] {
  if (family === 'civil-status')
    return [NUMBER, DAY, owner('Người được đăng ký, yêu cầu'), { ...SUBJECT, head: 'Việc đã đăng ký' }, SIGNER, NOTE]
  if (family === 'certification')
    return [
      CERTIFIED,
      DAY,
      owner('Người yêu cầu chứng thực'),
      { ...SUBJECT, head: 'Giấy tờ được chứng thực', of: (line) => line.document ?? line.subject },
      SIGNER,
      COPIES,
      { head: 'Phí (đồng)', width: '18mm', of: (line) => line.fee ?? '' },
      NOTE,
    ]
  return [
    ...[NUMBER, DAY, SUBJECT, SIGNER, { head: 'Nơi nhận văn bản', width: '1fr', of: receivers }],
    ...[{ head: 'Đơn vị, người nhận bản lưu', width: '26mm', of: keptWords }, COPIES, NOTE],
  ]
}

/** Quyển 02/2026. */
export const volumeWords = (kind: string, volume: number, year: number) => bookWords(kind, volume, year)
