import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readXlsx } from 'hucre/xlsx'
import { type Column, everyPage, spreadsheet } from './spreadsheet.ts'

const NOW = new Date('2026-11-24T10:00:00Z')
type Line = { words: string | null; at: Date; day: string; count: number }
const COLUMNS: Column<Line>[] = [
  { header: 'Chủ hồ sơ', of: (line) => line.words },
  { header: 'Gửi lúc', kind: 'moment', of: (line) => line.at },
  { header: 'Ngày sinh', kind: 'date', of: (line) => line.day },
  { header: 'Số hồ sơ', kind: 'number', of: (line) => line.count },
]
const aLine = (words: string | null): Line => ({
  words,
  at: new Date('2026-11-23T18:30:00Z'),
  day: '1990-03-05',
  count: 3,
})
async function sheetOf(items: Iterable<Line> | AsyncIterable<Line>, most?: number) {
  const response = spreadsheet(NOW, { file: 'thu', title: 'Thử', columns: COLUMNS, items, ...(most ? { most } : {}) })
  const bytes = new Uint8Array(await response.arrayBuffer())
  return { response, bytes, sheet: (await readXlsx(bytes)).sheets[0]! }
}

test('what begins like a formula stays the text that was typed, and no cell of the sheet is a formula', async () => {
  const typed = ['=1+1', '+84912345678', '-5', '@SUM(A1)', "=cmd|' /C calc'!A0", '\t=1', '<b>&"', 'Nguyễn Thị Ý']
  const { sheet } = await sheetOf(typed.map(aLine))
  assert.deepEqual(
    sheet.rows.slice(1).map((row) => row[0]),
    typed,
  )
  const formulas = [...(sheet.cells?.values() ?? [])].filter((cell) => cell.formula)
  assert.deepEqual(formulas, [])
})

test('headers are Vietnamese, instants show the clock of Vietnam as dates, numbers are numbers', async () => {
  const { sheet, response } = await sheetOf([aLine(null)])
  assert.deepEqual(sheet.rows[0], ['Chủ hồ sơ', 'Gửi lúc', 'Ngày sinh', 'Số hồ sơ'])
  const [words, at, day, count] = sheet.rows[1]!
  assert.equal(words, null)
  assert.equal((at as Date).toISOString(), '2026-11-24T01:30:00.000Z')
  assert.equal((day as Date).toISOString(), '1990-03-05T00:00:00.000Z')
  assert.equal(count, 3)
  assert.match(response.headers.get('content-disposition')!, /thu-24-11-2026\.xlsx/)
})

test('a list longer than the bound is cut there and says so; one of exactly that length does not', async () => {
  const three = [aLine('một'), aLine('hai'), aLine('ba')]
  const { sheet } = await sheetOf(three, 2)
  assert.equal(sheet.rows.length, 4)
  assert.match(String(sheet.rows[3]![0]), /ghi 2 dòng đầu; danh sách còn nữa/)
  assert.equal((await sheetOf(three, 3)).sheet.rows.length, 4)
  assert.equal((await sheetOf(three, 3)).sheet.rows[3]![0], 'ba')
})

test('pages are asked for one after another, and no further than the sheet goes', async () => {
  const asked: (number | undefined)[] = []
  const load = (after: number | undefined) => {
    asked.push(after)
    const from = after ?? 0
    return Promise.resolve({ items: [aLine(`${from}`), aLine(`${from + 1}`)], next: from < 8 ? from + 2 : null })
  }
  const { sheet } = await sheetOf(everyPage(load), 3)
  assert.equal(sheet.rows.length, 5)
  assert.deepEqual(asked, [undefined, 2])
  assert.equal((await sheetOf(everyPage(load))).sheet.rows.length, 11)
})
