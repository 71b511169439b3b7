import { type CellValue, writeXlsxStream } from 'hucre/xlsx'
import { dateWords, numberWords } from '#ui/format.ts'

const SEVEN_HOURS = 7 * 60 * 60 * 1000
const FORMATS = { text: '@', number: '#,##0', date: 'dd/mm/yyyy', moment: 'hh:mm dd/mm/yyyy' } as const

/** A column: its header in Vietnamese, what kind of cell it holds, how wide, and what it shows of an item. */
export type Column<T> = {
  header: string
  kind?: keyof typeof FORMATS
  width?: number
  of: (item: T) => string | number | Date | null | undefined
}
export type Sheet<T> = {
  /** Begins the file name. */
  file: string
  /** Name of the sheet. */
  title: string
  columns: readonly Column<T>[]
  items: Iterable<T> | AsyncIterable<T>
  /** Rows at most; a last line says so when there were more. */
  most?: number
}

/** Text is written as text: `=1+1`, `+84…` and `@x` stay what somebody typed. Instants show the clock of Vietnam. */
function cellOf<T>({ kind = 'text', of }: Column<T>, item: T): CellValue {
  const value = of(item)
  if (value === null || value === undefined || value === '') return null
  if (value instanceof Date) return new Date(value.getTime() + SEVEN_HOURS)
  if (kind === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(String(value))) return new Date(`${value}T00:00:00Z`)
  return typeof value === 'number' ? value : String(value).slice(0, 32_000)
}

async function* rowsOf<T>({ columns, items, most = MOST }: Sheet<T>): AsyncGenerator<CellValue[]> {
  let written = 0
  for await (const item of items) {
    if (written === most) {
      yield [`Bảng tính ghi ${numberWords(most)} dòng đầu; danh sách còn nữa. Lọc bớt rồi tải lại để có phần còn lại.`]
      return
    }
    written += 1
    yield columns.map((column) => cellOf(column, item))
  }
}

/** Rows of one spreadsheet, unless a list says less. */
export const MOST = 20_000

/** A list as a spreadsheet (bảng tính), written while it is read: memory does not grow with the list. */
export function spreadsheet<T>(now: Date, sheet: Sheet<T>): Response {
  const columns = sheet.columns.map(({ header, kind = 'text', width }) => ({
    header,
    width: width ?? (kind === 'text' ? 24 : 18),
    numFmt: FORMATS[kind],
  }))
  const body = writeXlsxStream(rowsOf(sheet), { name: sheet.title, columns, freezePane: { rows: 1 } })
  return new Response(body, {
    headers: {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': `attachment; filename="${sheet.file}-${dateWords(now).replaceAll('/', '-')}.xlsx"`,
      'cache-control': 'no-store',
    },
  })
}

/** Every item of a keyset-paged list, page after page. */
export async function* everyPage<T, Next>(
  load: (after: Next | undefined) => Promise<{ items: readonly T[]; next: Next | null }>,
): AsyncGenerator<T> {
  for (let after: Next | undefined; ;) {
    const page = await load(after)
    yield* page.items
    if (!page.next) return
    after = page.next
  }
}
