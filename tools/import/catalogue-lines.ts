import { readFileSync } from 'node:fs'

/** One line of a catalogue file as read, with where it stands. */
export type CatalogueLine = { place: string; fields: Record<string, unknown> }

/** Records of a CSV text (RFC 4180): quoted fields may hold commas, doubled quotes and line breaks. */
export function csvRecords(text: string): string[][] {
  const records: string[][] = []
  let record: string[] = []
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!
    if (quoted) {
      if (letter === '"' && text[at + 1] === '"') {
        field += '"'
        at += 1
      } else if (letter === '"') quoted = false
      else field += letter
    } else if (letter === '"') quoted = true
    else if (letter === ',' || letter === '\n') {
      record.push(field)
      field = ''
      if (letter === '\n') {
        records.push(record)
        record = []
      }
    } else if (letter !== '\r') field += letter
  }
  if (field !== '' || record.length > 0) records.push([...record, field])
  return records
}

const asFields = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}

/** Every line of a CSV, JSONL or JSON catalogue; a JSON line that cannot be read has no fields. */
export function catalogueLines(path: string): CatalogueLine[] {
  const text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
  const name = path.split('/').at(-1) ?? path
  if (path.endsWith('.csv')) {
    const [head = [], ...records] = csvRecords(text)
    return records.map((record, at) => ({
      place: `${name}:${at + 2}`,
      fields: Object.fromEntries(head.map((key, column) => [key, record[column] ?? ''])),
    }))
  }
  if (path.endsWith('.jsonl'))
    return text
      .split('\n')
      .map((line, at) => ({ line, place: `${name}:${at + 1}` }))
      .filter(({ line }) => line.trim() !== '')
      .map(({ line, place }) => {
        try {
          return { place, fields: asFields(JSON.parse(line)) }
        } catch {
          return { place, fields: {} }
        }
      })
  const parsed: unknown = JSON.parse(text)
  if (!Array.isArray(parsed)) throw new Error(`${name}: a JSON catalogue is a list`)
  return parsed.map((each, at) => ({ place: `${name}:${at + 1}`, fields: asFields(each) }))
}
