import { decodeHTML } from 'entities'
import { foreignSigns } from './text-of-bytes.ts'

const TAG = /<\/?[a-z][a-z0-9]*(?:\s[^<>]*)?\/?>/giu
const ENTITY = /&(?:#\d+|#x[0-9a-f]+|[a-z]+\d?);/iu
/** Bullets as Word writes them: private letters of Symbol and Wingdings, and the common ones at the start. */
const BULLET = /[\uE000-\uF8FF]|^\s*[•▪◦‣●○■□]\s*/gu
const UNSEEN = /[\p{Cf}]|[^\P{Cc}\t\n\r]/gu

/**
 * The words of a catalogue's text without markup, entities, Word bullets and unseen signs; `marks` gains in words what was taken away, so that
 * the line is doubted.
 */
export function plainWords(text: string, marks: Set<string>): string {
  let words = text
  if (ENTITY.test(words)) {
    marks.add('có ký hiệu HTML (&…;), đã đổi thành chữ')
    words = decodeHTML(words)
  }
  if (words.search(TAG) >= 0) {
    marks.add('có thẻ HTML, đã bỏ')
    words = words.replace(TAG, ' ')
  }
  if (words.search(BULLET) >= 0) {
    marks.add('có dấu đầu dòng của Word, đã bỏ')
    words = words.replace(BULLET, '')
  }
  if (words.search(UNSEEN) >= 0) {
    marks.add('có ký tự không nhìn thấy, đã bỏ')
    words = words.replace(UNSEEN, '')
  }
  if (/[ÐðƉɖ]/u.test(words)) {
    marks.add('có chữ Ð của bảng mã khác, đã đổi thành Đ')
    words = words.replace(/[ÐƉ]/gu, 'Đ').replace(/[ðɖ]/gu, 'đ')
  }
  const foreign = foreignSigns(words)
  if (foreign) marks.add(`có chữ lạ: ${foreign}`)
  return words.replaceAll('\u00A0', ' ')
}

/** The same for every text of a line, however deep. */
export function plainFields(value: unknown, marks: Set<string>): unknown {
  if (typeof value === 'string') return plainWords(value, marks)
  if (Array.isArray(value)) return value.map((each) => plainFields(each, marks))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plainFields(each, marks)]))
}
