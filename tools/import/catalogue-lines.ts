import { readFileSync } from 'node:fs'
import { csvRecords } from './csv-records.ts'
import { textOfBytes } from './text-of-bytes.ts'

/** One line of a catalogue file as read, with where it stands; `fault` says why it cannot be read, `doubt` why it may be wrong. */
export type CatalogueLine = {
  place: string
  fields: Record<string, unknown>
  fault?: string
  doubt?: string
  /** The fault is one of the whole file: nothing of it was read. */
  wholeFile?: true
}

const unreadable = (name: string, fault: string): CatalogueLine[] => [
  { place: `${name}:1`, fields: {}, fault, wholeFile: true },
]

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {}

function linesOfCsv(text: string, name: string): CatalogueLine[] {
  const { head, records, faults } = csvRecords(text)
  if (!head.includes('code') && !head.includes('matched_code')) {
    const seen = head.slice(0, 12).join(', ')
    return unreadable(name, `hàng đầu không có cột "code"; đọc được: ${seen}`)
  }
  const lines: CatalogueLine[] = records.map(({ line, cells }) => ({
    place: `${name}:${line}`,
    fields: Object.fromEntries(head.map((key, column) => [key, cells[column] ?? ''])),
  }))
  for (const { line, fault } of faults) lines.push({ place: `${name}:${line}`, fields: {}, fault })
  return lines
}

function linesOfJsonl(text: string, name: string): CatalogueLine[] {
  return text
    .split('\n')
    .map((line, at) => ({ line, place: `${name}:${at + 1}` }))
    .filter(({ line }) => line.trim() !== '')
    .map(({ line, place }) => {
      try {
        return { place, fields: asFields(JSON.parse(line)) }
      } catch {
        return { place, fields: {}, fault: 'dòng không phải JSON đúng' }
      }
    })
}

function linesOfJson(text: string, name: string): CatalogueLine[] {
  try {
    const parsed: unknown = JSON.parse(text)
    if (Array.isArray(parsed)) return parsed.map((each, at) => ({ place: `${name}:${at + 1}`, fields: asFields(each) }))
    return unreadable(name, 'tệp JSON phải là một danh sách [ … ], không phải một đối tượng')
  } catch {
    return unreadable(name, 'tệp không phải JSON đúng (thừa hay thiếu dấu phẩy, ngoặc?), không dòng nào được đọc')
  }
}

const READERS = new Map([
  ['csv', linesOfCsv],
  ['tsv', linesOfCsv],
  ['txt', linesOfCsv],
  ['jsonl', linesOfJsonl],
  ['json', linesOfJson],
])

/** Every line of a CSV, JSONL or JSON catalogue, whatever it is written in. What cannot be read is a line with its `fault`; nothing is thrown. */
export function catalogueLines(path: string): CatalogueLine[] {
  const name = path.split('/').at(-1) ?? path
  const read = READERS.get(name.split('.').at(-1)?.toLowerCase() ?? '')
  if (!read) return unreadable(name, 'tệp phải có đuôi .csv, .tsv, .jsonl hoặc .json')
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch {
    return unreadable(name, 'không mở được tệp; kiểm tra tên và quyền đọc')
  }
  const { text, doubt } = textOfBytes(bytes)
  const lines = read(text, name)
  if (lines.length === 0) return unreadable(name, 'tệp không có dòng nào')
  return doubt ? lines.map((line) => ({ ...line, doubt })) : lines
}
