import { CsvError, parse } from 'csv-parse/sync'

/** A record with the line of the file on which it begins. */
export type CsvRecord = { line: number; cells: string[] }
export type CsvFault = { line: number; fault: string }

const DELIMITERS = [',', ';', '\t', '|']
/** How often one file may be taken up again behind a broken quote. */
const MOST_FAULTS = 1000

/** What separates the cells: the sign that cuts the first line into most. */
function delimiterOf(text: string): string {
  const head = text.slice(0, 10_000).split(/\r?\n/, 1)[0] ?? ''
  return DELIMITERS.toSorted((a, b) => head.split(b).length - head.split(a).length)[0]!
}

/** Whether a cell holds what must have been lines of their own, each beginning with a code: a quote was opened and closed lines later. */
const swallowed = (cells: readonly string[], delimiter: string) =>
  cells.some((cell) =>
    cell
      .split(/\r\n|\n|\r/)
      .slice(1)
      .some(
        (line) => line.includes(delimiter) && /^\s*"?[\dA-Z.]*\d[\dA-Z.]*"?\s*$/.test(line.split(delimiter, 1)[0]!),
      ),
  )

type Parsed = { record: string[]; info: { lines: number } }

/** Records of `text` up to the first whose quotes do not close; `stopped` is the line on which that one begins. */
function recordsUntilFault(text: string, delimiter: string, from: number): { read: CsvRecord[]; stopped?: number } {
  const read: CsvRecord[] = []
  let begins = from
  const take = ({ record, info }: Parsed) => {
    read.push({ line: begins, cells: record })
    begins = from + info.lines
    return null
  }
  const options = { delimiter, relax_quotes: true, relax_column_count: true, info: true, on_record: take as never }
  try {
    parse(text, { ...options, skip_empty_lines: false, record_delimiter: ['\r\n', '\n', '\r'] })
    return { read }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return { read, stopped: begins }
  }
}

/**
 * Records of a CSV text (RFC 4180, with comma, semicolon, tab or bar): quoted fields may hold separators, doubled quotes and line breaks; a quote
 * within an unquoted field is a letter. A record with other than the head's number of cells, or whose quote runs over the lines behind it, is a
 * fault of its own line, and reading goes on with the next line.
 */
export function csvRecords(text: string): { head: string[]; records: CsvRecord[]; faults: CsvFault[] } {
  const delimiter = delimiterOf(text)
  const lines = text.split(/(?<=\n)|(?<=\r)(?!\n)/)
  const records: CsvRecord[] = []
  const faults: CsvFault[] = []
  let head: string[] | undefined
  let from = 1
  while (from <= lines.length && faults.length < MOST_FAULTS) {
    const { read, stopped } = recordsUntilFault(lines.slice(from - 1).join(''), delimiter, from)
    let broken = stopped
    for (const { line, cells } of read) {
      if (!head) head = cells.map((cell) => cell.trim().toLowerCase())
      else if (swallowed(cells, delimiter)) {
        broken = line
        break
      } else if (cells.length === head.length) records.push({ line, cells })
      else if (cells.some((cell) => cell.trim() !== ''))
        faults.push({ line, fault: `dòng có ${cells.length} ô, hàng đầu có ${head.length} ô` })
    }
    if (broken === undefined) break
    faults.push({ line: broken, fault: 'dấu ngoặc kép mở mà không đóng trên dòng này' })
    from = broken + 1
  }
  return { head: head ?? [], records, faults: faults.toSorted((a, b) => a.line - b.line) }
}
