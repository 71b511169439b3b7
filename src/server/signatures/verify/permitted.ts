import type { PdfFile } from '../pdf/file.ts'
import { type Dict, nameOf, numberOf, textOf } from '../pdf/objects.ts'
import type { Change } from './change.ts'
import type { Held } from './covered.ts'

/** What the certifying signature lets later revisions do (DocMDP): 1 nothing, 2 fill in and sign, 3 also annotate; 2 where nothing is said. */
export const permissionOf = async (file: PdfFile, held: Held): Promise<1 | 2 | 3> =>
  (await certificationOf(file, held)) ?? 2

/** The level of a certifying signature; null for one that does not certify. */
export async function certificationOf(file: PdfFile, held: Held): Promise<1 | 2 | 3 | null> {
  for (const reference of (await file.array(held.dictionary.get('Reference'))) ?? []) {
    const entry = await file.dict(reference)
    if (nameOf(await file.get(entry, 'TransformMethod')) !== 'DocMDP') continue
    const level = numberOf(await file.get(await file.dict(entry?.get('TransformParams')), 'P'))
    return level === 1 || level === 3 ? level : 2
  }
  return null
}

/** Whether a field is locked by a signature (FieldMDP, or /Lock of its field). */
export async function lockOf(file: PdfFile, held: Held): Promise<(field: string) => boolean> {
  const rules: Dict[] = []
  const lock = await file.dict(held.fieldDictionary.get('Lock'))
  if (lock) rules.push(lock)
  for (const reference of (await file.array(held.dictionary.get('Reference'))) ?? []) {
    const entry = await file.dict(reference)
    const parms = await file.dict(entry?.get('TransformParams'))
    if (nameOf(await file.get(entry, 'TransformMethod')) === 'FieldMDP' && parms) rules.push(parms)
  }
  const tests: ((field: string) => boolean)[] = []
  for (const rule of rules) {
    const action = nameOf(await file.get(rule, 'Action'))
    const names = ((await file.array(rule.get('Fields'))) ?? []).map((each) => textOf(each) ?? '')
    const named = (field: string) => names.some((each) => field === each || field.startsWith(`${each}.`))
    if (action === 'All') tests.push(() => true)
    else if (action === 'Include') tests.push(named)
    else if (action === 'Exclude') tests.push((field) => !named(field))
  }
  return (field) => tests.some((test) => test(field))
}

/** Judges what came after a signature: what is forbidden by code, and everything in words. */
export function judgeChanges(
  changes: readonly Change[],
  permission: 1 | 2 | 3,
  isCertified: boolean,
  isLocked: (field: string) => boolean,
): { code: 'changed-after' | 'locked-changed' | null; later: string[] } {
  let code: 'changed-after' | 'locked-changed' | null = null
  const later = new Set<string>()
  const forbid = (why: typeof code) => {
    code ??= why
  }
  for (const change of changes) {
    if (change.kind === 'content') {
      forbid('changed-after')
      later.add(`Bị sửa: ${placeWords(change.path)}.`)
    } else if (change.kind === 'form-filled') {
      if (permission < 2) forbid('changed-after')
      if (isLocked(change.field)) forbid('locked-changed')
      later.add(`Điền ô "${change.field}"${isLocked(change.field) ? ' (ô đã khóa)' : ' (ô để trống sẵn)'}.`)
    } else if (change.kind === 'annotation') {
      if (permission < 3) forbid('changed-after')
      later.add(`Thêm ghi chú, hình hoặc ô mới lên trang ${change.page}.`)
    } else if (change.kind === 'annotation-changed') {
      if (permission < 3) forbid('changed-after')
      later.add(`Sửa hoặc xóa ghi chú, hình trên trang ${change.page}.`)
    } else if (change.kind === 'field-added') {
      // A certification lets the places be signed that it found, not new ones be made and left empty.
      if (isCertified && permission < 3) forbid('changed-after')
      later.add(`Thêm ô chữ ký để trống "${change.field}".`)
    } else if (change.kind === 'signature-added') {
      if (permission < 2) forbid('changed-after')
      if (isLocked(change.field)) forbid('locked-changed')
      later.add(`Thêm chữ ký ở ô "${change.field}".`)
    } else if (change.kind === 'picture-added') {
      // A certification lets the reserved places be signed, not new pictures be laid over the paper.
      if (isCertified && permission < 3) forbid('changed-after')
      later.add(`Chữ ký ở ô "${change.field}" mang theo hình mới đặt lên trang.`)
    } else if (change.kind === 'metadata') later.add('Đổi phần mô tả tệp (không hiện trên trang).')
    else if (change.kind === 'timestamp-added') later.add('Thêm dấu thời gian.')
    else if (change.kind === 'validation-data-removed') later.add('Dữ liệu để kiểm tra lâu dài đã bị lấy bớt.')
    else if (change.kind === 'validation-data') later.add('Thêm dữ liệu để kiểm tra lâu dài.')
    else if (change.kind === 'structure') later.add('Thêm thẻ mô tả cho ô chữ ký.')
  }
  return { code, later: [...later] }
}

function placeWords(path: string): string {
  const page = /^page (\d+)$/.exec(path)
  if (page) return `nội dung trang ${page[1]}`
  const annotation = /^annotation of page (\d+)$/.exec(path)
  if (annotation) return `hình hoặc ô trên trang ${annotation[1]}`
  const field = /^field (.+?)( added)?$/.exec(path)
  if (field) return field[2] ? `thêm ô mới "${field[1]}"` : `ô "${field[1]}"`
  if (path === 'xref') return 'bảng tham chiếu, nên mỗi phần mềm đọc ra một nội dung khác'
  return `phần "${path}" của tệp`
}
