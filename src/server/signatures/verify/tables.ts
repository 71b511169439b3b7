import type { PdfFile } from '../pdf/file.ts'
import { numberOf } from '../pdf/objects.ts'

/**
 * Whether the tables of later revisions leave what was signed to every reader alike: no signed object is listed twice or hidden behind a
 * hybrid table (7.5.8.4), where one reader finds another object than the next; and none lies beyond the size that is said now, where a
 * reader finds nothing (7.5.5, Size).
 */
export function keepsTables(before: PdfFile, after: PdfFile): boolean {
  const signed = before.numbers()
  const start = before.sections[0]!.offset
  for (const { offset, doubtful } of after.sections) {
    if (offset === start) break
    if (signed.some((num) => doubtful.has(num))) return false
  }
  const [was, is] = [numberOf(before.trailer.get('Size')) ?? Infinity, numberOf(after.trailer.get('Size')) ?? Infinity]
  return !signed.some((num) => num < was && num >= is)
}
