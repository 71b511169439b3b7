import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import iconv from 'iconv-lite'
import { PROJECT } from '#server/platform/settings.ts'
import { catalogueLines } from './catalogue-lines.ts'
import { csvRecords } from './csv-records.ts'
import { durationOf } from './methods-of-line.ts'
import { readCatalogue } from './read-catalogue.ts'

/** Cases F1-F4 of the public bug reports (review-reports.md), written anew: what Excel and old programs really hand in. */
const HEAD = 'code,name,field,implementing_body,levels,decision,time_limit,fee_text,online_level'
const row = (code: string, name: string, limit = '05 ngày làm việc', fee = 'Không') =>
  `${code},${name},Xây dựng,UBND xã,Cấp Xã,,${limit},${fee},`

function readFile(name: string, content: string | Buffer) {
  const folder = mkdtempSync(join(tmpdir(), 'dinh-import-'))
  try {
    writeFileSync(join(folder, name), content)
    return readCatalogue(catalogueLines(join(folder, name)))
  } finally {
    rmSync(folder, { recursive: true })
  }
}
const names = (read: ReturnType<typeof readCatalogue>) => read.imported.map(({ content }) => content.name)
const one = (name: string, limit?: string, fee?: string) => {
  const read = readFile('mot.csv', `${HEAD}\n${row('9.900001', name, limit, fee)}\n`)
  return { content: read.imported[0]!.content, report: read.report.join('\n') }
}

test('an inch mark within an unquoted field is a letter, and every line behind it stays a line', () => {
  const lines = [
    row('9.900201', 'Ống nước 5" dưới cầu'),
    row('9.900202', 'Thủ tục thứ hai'),
    row('9.900203', 'Đường ống 8" khác'),
  ]
  const read = readFile('f.csv', [HEAD, ...lines].join('\n'))
  assert.deepEqual(names(read), ['Ống nước 5" dưới cầu', 'Thủ tục thứ hai', 'Đường ống 8" khác'])
  assert.equal(read.refused, 0)
})

test('a quote that opens and does not close costs its own line alone, which is named', () => {
  const lines = [
    row('9.1001', '"Mở không đóng'),
    row('9.1002', 'Hai'),
    row('9.1003', '"Ba, có phẩy"'),
    row('9.1004', 'Bốn'),
  ]
  const read = readFile('mo.csv', [HEAD, ...lines].join('\r\n'))
  assert.deepEqual(names(read), ['Hai', 'Ba, có phẩy', 'Bốn'])
  assert.match(read.report.join('\n'), /TỪ CHỐI\tmo\.csv:2\tdấu ngoặc kép mở mà không đóng/)
})

test('a line with too many or too few cells is refused by its number, not shifted', () => {
  const read = readFile('thua.csv', [HEAD, row('9.1001', 'Một, hai'), row('9.1002', 'Đúng'), '9.1003,Thiếu'].join('\n'))
  assert.deepEqual(names(read), ['Đúng'])
  assert.match(read.report.join('\n'), /thua\.csv:2\tdòng có 10 ô, hàng đầu có 9 ô[\s\S]*thua\.csv:4\tdòng có 2 ô/)
})

test('property: whatever quotes stand in the names, every line is a procedure or is refused by its own number', () => {
  const name = fc.stringMatching(/^[A-Za-zĂđ" ]{1,12}$/)
  fc.assert(
    fc.property(fc.array(name, { minLength: 1, maxLength: 8 }), (cells) => {
      const { records, faults } = csvRecords(['a,b,c,d', ...cells.map((cell, at) => `${at},${cell},x,y`)].join('\n'))
      const seen = [...records, ...faults].map(({ line }) => line)
      assert.deepEqual(
        seen.toSorted((a, b) => a - b),
        cells.map((_, at) => at + 2),
      )
    }),
  )
})

test('semicolons, tabs, byte order marks, UTF-16 and capital extensions are read as Excel writes them', () => {
  const text = `${HEAD}\n${row('9.1001', 'Thủ tục "trong ngoặc"')}\n`
  const wide = (code: string) => iconv.encode(text, code, { addBOM: true })
  const files: [string, string | Buffer][] = [
    ['a.csv', `\uFEFF${text}`],
    ['b.CSV', text],
    ['c.csv', text.replaceAll(',', ';')],
    ['d.txt', text.replaceAll(',', '\t')],
    ['e.csv', wide('utf-16le')],
    ['f.csv', wide('utf-16be')],
    ['g.csv', iconv.encode(text, 'utf-16le', { addBOM: false })],
    ['h.csv', text.replaceAll('\n', '\r')],
  ]
  for (const [file, content] of files) {
    const read = readFile(file, content)
    assert.deepEqual([file, names(read), read.doubted], [file, ['Thủ tục "trong ngoặc"'], 0])
  }
})

test('bytes of TCVN3 and Windows-1258 are read as such and doubted line by line', () => {
  const text = `${HEAD}\n${row('9.1001', 'thủ tục cấp giấy phép xây dựng')}\n`
  // Windows-1258 writes the tone as a sign of its own behind the letter.
  const toneApart = (letter: string) => {
    const marks = [...letter.normalize('NFD')]
    const isTone = (mark: string) => /[\u0300\u0301\u0303\u0309\u0323]/.test(mark)
    return (
      marks
        .filter((mark) => !isTone(mark))
        .join('')
        .normalize('NFC') + marks.filter(isTone).join('')
    )
  }
  const files: [string, Buffer][] = [
    ['TCVN3', iconv.encode(text, 'tcvn')],
    ['Windows-1258', iconv.encode([...text].map(toneApart).join(''), 'windows-1258')],
  ]
  for (const [code, bytes] of files) {
    const read = readFile('cu.csv', bytes)
    assert.match(read.report.join('\n'), new RegExp(`tệp không phải UTF-8, đọc như ${code}`))
    assert.deepEqual(names(read), ['thủ tục cấp giấy phép xây dựng'])
    assert.equal(read.doubted, 1)
  }
  assert.match(one('Cấp gi\uFFFDy phép').report, /có chữ lạ: \uFFFD/)
})

test('markup, entities, Word bullets and unseen signs are taken away and the line is doubted', () => {
  const cases: [string, string, RegExp][] = [
    ['"<p>Cấp giấy phép&nbsp;<b>xây dựng</b></p><br/>"', 'Cấp giấy phép xây dựng', /ký hiệu HTML.*thẻ HTML/],
    ['• Cấp lại giấy phép &amp; gia hạn', 'Cấp lại giấy phép & gia hạn', /đầu dòng.*|ký hiệu HTML/],
    ['\uF0B7\tCấp đổi giấy\u00AD phép\u200B', 'Cấp đổi giấy phép', /đầu dòng của Word.*không nhìn thấy/],
  ]
  for (const [given, name, why] of cases) {
    const { content, report } = one(given)
    assert.equal(content.name, name)
    assert.match(report, why)
  }
  assert.equal(one('A', undefined, '<p>Kh&ocirc;ng</p>').content.feeText, 'Không')
  assert.equal(one('Dự án nhóm A < 5 tỷ và > 3 tỷ').report, '', 'signs of comparison are no markup')
})

test('a time limit of several cases is doubted and kept in its own words, never cut to its first number', () => {
  const several = [
    '20 ngày đối với công trình khác nhà ở; 15 ngày đối với nhà ở riêng lẻ',
    '03 ngày làm việc; nếu phải xác minh thì không quá 06 ngày làm việc',
    'nhóm A 35; nhóm B 25; nhóm C 15 ngày',
    'Ngay trong ngày làm việc; sau 15 giờ thì ngày làm việc tiếp theo',
    '05-07 ngày làm việc',
    '15 ngày; trong đó 10 ngày làm việc tại Sở',
    '1/2 ngày làm việc',
    'nửa ngày làm việc sau 2 ngày',
    '10 ngày (ngày làm việc)',
    'bảy ngày làm việc',
    '2 tuần',
    '30 phút',
    '0 Ngày làm việc',
  ]
  for (const text of several) {
    const { content, report } = one('Mẫu', text)
    assert.deepEqual([text, content.timeLimits, content.timeLimitText], [text, [], text])
    assert.match(report, /NGHI NGỜ.*thời hạn/)
  }
  const single: [string, number, string][] = [
    ['07 (bảy) ngày làm việc', 7, 'working-day'],
    ['Không quá 10 ngày làm việc kể từ ngày nhận đủ hồ sơ', 10, 'working-day'],
    ['15 ngày', 15, 'calendar-day'],
    ['04 giờ làm việc', 4, 'working-hour'],
    ['1,5 giờ', 1.5, 'working-hour'],
    ['01 tháng', 1, 'month'],
  ]
  for (const [text, amount, unit] of single) {
    const doubts: string[] = []
    assert.deepEqual([text, durationOf(text, doubts), doubts], [text, { amount, unit }, []])
  }
})

test('one way of handing in whose time cannot be read takes the others along into words', () => {
  const methods = [
    { channel: 'Trực tiếp', time_value: '20 ngày, nhà ở riêng lẻ 15', time_unit: 'ngày' },
    { channel: 'Trực tuyến', time_value: '5', time_unit: 'Ngày làm việc' },
  ]
  const fields = { code: '9.1001', name: 'Mẫu', levels: 'Cấp Xã', methods }
  const [imported] = readCatalogue([{ place: 'a.json:1', fields }]).imported
  assert.deepEqual(imported!.content.timeLimits, [])
  assert.equal(imported!.content.timeLimitText, '20 ngày, nhà ở riêng lẻ 15 ngày')
})

test('tiers are read from wards, towns and cities in any capitals', () => {
  const tier = (levels: string, body: string) =>
    readCatalogue([{ place: 'a.json:1', fields: { code: '9.1', name: 'A', levels, implementing_body: body } }])
      .imported[0]!.content.tier
  assert.equal(tier('Cấp Phường', 'Phòng VHTT'), 'commune')
  assert.equal(tier('Thị trấn', 'UBND thị trấn'), 'commune')
  assert.equal(tier('', 'UBND thành phố Phủ Lý'), 'district')
  assert.equal(tier('', 'UBND thành phố Đà Nẵng'), 'province')
  assert.equal(tier('CẤP HUYỆN', 'UBND HUYỆN'), 'district')
  assert.equal(tier('', 'Sở Xây dựng'), 'province')
})

test('a file that is broken as a whole is told in one sentence, the others are read, and the command ends with 1', () => {
  const folder = mkdtempSync(join(tmpdir(), 'dinh-import-'))
  chmodSync(folder, 0o711)
  const at = (name: string, content: string) => {
    writeFileSync(join(folder, name), content)
    return join(folder, name)
  }
  const files = [
    at('hong.json', '[{"code":"9.900701","name":"X"},]'),
    at('doi-tuong.json', '{"data":[]}'),
    at('thieu-cot.csv', 'ma;ten\n1;2\n'),
    at('anh.png', 'x'),
    join(folder, 'khong-co.csv'),
    at('dung.csv', `${HEAD}\n${row('9.1001', 'Đúng')}\n`),
  ]
  const run = spawnSync(process.execPath, [join(PROJECT, 'tools/import.ts'), 'procedures', ...files], {
    env: { ...process.env, DATA_DIR: join(folder, 'data') },
    encoding: 'utf8',
  })
  rmSync(folder, { recursive: true, force: true })
  assert.equal(run.status, 1, run.stderr)
  for (const sentence of [
    'không phải JSON đúng',
    'phải là một danh sách',
    'không có cột "code"',
    'phải có đuôi',
    'không mở được tệp',
  ])
    assert.ok(run.stdout.includes(sentence), `${sentence} in ${run.stdout}${run.stderr}`)
  assert.match(run.stdout, /TỔNG\tđọc 6\tthêm 1\t/)
  assert.doesNotMatch(run.stdout + run.stderr, /\n\s+at /)
})
