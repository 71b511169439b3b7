import assert from 'node:assert/strict'
import { test } from 'node:test'
import { FAULT_WORDS, faultWords } from './fault-words.ts'
import {
  plainLine,
  plainLines,
  readCommune,
  readDay,
  readEmail,
  readIdentityNumber,
  readPersonName,
  readTaxCode,
  readText,
  readTime,
  type Reading,
  takeValues,
} from './index.ts'

const keeps = (reading: Reading<unknown>, value: unknown, typed: string) =>
  assert.deepEqual(reading, { kept: value }, JSON.stringify(typed))
const saysOf = (reading: Reading<unknown>) =>
  reading.fault ? faultWords(reading.fault) : `kept ${String(reading.kept)}`
const refuses = (reading: Reading<unknown>, words: RegExp, typed: string) =>
  assert.match(saysOf(reading), words, JSON.stringify(typed))

test('a line of text loses what nobody sees and keeps the rest', () => {
  assert.equal(plainLine('  Thôn\u00a05,\u2003xã\r\nLiêm\u200b Phong\u0000\u0007\ufeff '), 'Thôn 5, xã Liêm Phong')
  assert.equal(plainLine('Tra\u0302\u0300n'), 'Trần')
  assert.equal(plainLine('Lê \ud83d Văn'), 'Lê Văn', 'half of a character')
  assert.equal(plainLines('Dòng 1\r\nDòng 2\u2028Dòng\t3  \n'), 'Dòng 1\nDòng 2\nDòng 3')
  refuses(readText('đ'.repeat(11), { most: 10 }), /^Dài 11 chữ, nhiều nhất 10/, 'đ × 11')
  keeps(readText('đ'.repeat(10).normalize('NFD'), { most: 10 }), 'đ'.repeat(10), 'đ × 10')
})

test('a name is kept with Đ as Đ, its apostrophe and its capitals; one letter is enough', () => {
  for (const [typed, name] of [
    ['Ðặng Thị Ðào', 'Đặng Thị Đào'],
    ['Ɖặng Văn ðông', 'Đặng Văn đông'],
    ['D\u0335ặng', 'Đặng'],
    ['Ｎｇｕｙễｎ Ｖăｎ Ａ', 'Nguyễn Văn A'],
    ['K’Brôi Kră Jăn', 'K’Brôi Kră Jăn'],
    ["Y'Thôn Êban", "Y'Thôn Êban"],
    ['Ý', 'Ý'],
    ['phạm văn đức', 'phạm văn đức'],
    ['LÊ\u00a0THỊ  ĐƯỢC', 'LÊ THỊ ĐƯỢC'],
    ['Nguyễn\u200bThị \u202eBình', 'NguyễnThị Bình'],
    ['Nguy\u00adễn Văn A', 'Nguyễn Văn A'],
    ['Jean-Pierre St. Müller', 'Jean-Pierre St. Müller'],
    ['Trần\u000b Văn\u0007', 'Trần Văn'],
  ] as const)
    keeps(readPersonName(typed), name, typed)
  refuses(readPersonName('Nguyễn Văn 2'), /ký tự “2”/, '2')
  refuses(readPersonName('Nguyễn 😀'), /ký tự “😀”/, 'emoji')
  for (const sign of ['@', '#', '&', '5', '²', '½', '★', '$', '='])
    refuses(readPersonName(`Lê ${sign} An`), new RegExp(`“[${sign}]”`), sign)
  keeps(readPersonName('Lê Thị "Ba" (tức Năm)'), 'Lê Thị "Ba" (tức Năm)', 'quotes and brackets')
  refuses(readPersonName('Nguyễn Vаn'), /“а” không phải chữ La-tinh/, 'Cyrillic а')
  for (const typed of ['', ' ', '\u00a0\u200b', '\u2800', '\u3164'])
    refuses(readPersonName(typed), /^Ghi họ và tên/, typed)
  refuses(readPersonName('’-.'), /bằng chữ/, 'no letter')
  refuses(readPersonName('A\u0301\u0302\u0303\u0304\u0305\u0306'), /ký tự/, 'a tower of marks')
})

test('a number of an identity paper is read without the signs of the card and by its kind', () => {
  for (const typed of [
    ...[
      '035190000011',
      '035 190 000 011',
      '035-190-000-011',
      '035–190–000–011',
      '035190000011\u200b',
      '035\u00ad190000011',
    ],
    ...['０３５１９００００011', '\u202a035190000011\u202c', '035.190.000.011'],
  ])
    keeps(readIdentityNumber('can-cuoc', typed), '035190000011', typed)
  refuses(readIdentityNumber('can-cuoc', '35190000011'), /12 chữ số, mới gõ 11/, '11 digits')
  refuses(readIdentityNumber('can-cuoc', '168123456'), /mới gõ 9.*9 số/, '9 digits')
  refuses(readIdentityNumber('can-cuoc', '000000000000'), /không có mã 000/, 'zeros')
  refuses(readIdentityNumber('can-cuoc', '097190000011'), /không có mã 097/, 'province')
  refuses(readIdentityNumber('can-cuoc', '035990000011'), /thứ tư/, 'century')
  refuses(readIdentityNumber('can-cuoc', '03519000001O'), /ký tự “O”/, 'letter O')
  keeps(readIdentityNumber('cmnd', '168 123 456'), '168123456', 'cmnd')
  refuses(readIdentityNumber('cmnd', '035190000011'), /9 chữ số, mới gõ 12/, '12 of cmnd')
  refuses(readIdentityNumber('cmnd', '000000000'), /có thật/, 'zeros')
  keeps(readIdentityNumber('passport', 'c 1234567'), 'C1234567', 'passport')
  for (const typed of ['C12', 'ABCDEFGH', 'C0000000', 'C1234567890123'])
    refuses(readIdentityNumber('passport', typed), /hộ chiếu/, typed)
  keeps(readIdentityNumber(undefined, '168123456'), '168123456', 'either')
  refuses(readIdentityNumber(undefined, '12'), /12 chữ số.*9 chữ số; mới gõ 2/, '12')
  keeps(readTaxCode('0700 123 456'), '0700123456', 'tax')
  keeps(readTaxCode('0700123456–001'), '0700123456-001', 'branch')
  refuses(readTaxCode('abc'), /ký tự “A”/, 'abc')
  refuses(readTaxCode('07001234567'), /mới gõ 11/, '11 digits')
})

test('a day is read however it is typed; what is no day is told as what it is', () => {
  for (const typed of [
    ...['05/03/1992', '5/3/1992', '5-3-1992', '5–3–1992', '5.3.1992', '5 3 1992', '05031992', '1992-03-05', '1992-3-5'],
    ...['ngày 5 tháng 3 năm 1992', ' 05 / 03 / 1992\u200b', '０５/03/1992'],
  ])
    keeps(readDay(typed), '1992-03-05', typed)
  assert.equal(saysOf(readDay('31/02/1992')), 'Tháng 2/1992 không có ngày 31.')
  assert.equal(saysOf(readDay('29/02/2021')), 'Tháng 2/2021 không có ngày 29.')
  assert.equal(saysOf(readDay('31/04/2020')), 'Tháng 4/2020 không có ngày 31.')
  assert.equal(saysOf(readDay('2020-13-45')), 'Không có tháng 13. Ghi ngày trước, tháng sau, ví dụ 05/03/2020.')
  keeps(readDay('29/02/2028'), '2028-02-29', 'leap year')
  refuses(readDay('5/3/85'), /4 chữ số/, '85')
  refuses(readDay('0/3/1985'), /không có ngày 0/, '0')
  refuses(readDay('05/03/0985'), /Năm 0985/, '0985')
  refuses(readDay('5//2020'), /thiếu một phần/, 'no month')
  for (const typed of ['hôm nay', '1/2/3/2020', '12345', '']) refuses(readDay(typed), /ngày\/tháng\/năm/, typed)
  keeps(readDay('1931', { partial: true }), '1931', 'year')
  keeps(readDay('4/1931', { partial: true }), '1931-04', 'month')
  refuses(readDay('4/1931'), /đủ ngày/, 'month of a whole day')
  keeps(readTime('8h30'), '08:30', '8h30')
  keeps(readTime('8 giờ'), '08:00', '8 giờ')
  refuses(readTime('25:00'), /08:30/, '25:00')
})

test('an address of mail is one in lower case, a commune one that is known', () => {
  keeps(readEmail(' Ten@Noi.VN\u200b'), 'ten@noi.vn', 'mail')
  for (const typed of ['ten@noi', 'ten noi.vn', 'a@b@c.vn', 'x@y..vn']) refuses(readEmail(typed), /ten@noi.vn/, typed)
  keeps(
    readCommune('xa-liem-phong', (id) => id === 'xa-liem-phong'),
    'xa-liem-phong',
    'known',
  )
  keeps(
    readCommune('other', () => false),
    'other',
    'outside',
  )
  refuses(
    readCommune('xa-khac', () => false),
    /danh sách/,
    'unknown',
  )
})

test('the door of a command tells all faults at once, each at its field', () => {
  const { name, birth } = takeValues({ name: readPersonName('Lê  Ý'), birth: readDay('5/3/1992') })
  assert.deepEqual([name, birth], ['Lê Ý', '1992-03-05'])
  assert.throws(
    () => takeValues({ name: readPersonName('4'), birth: readDay('31/02/1992') }),
    (fault: { code: string; facts: { faults: { path: string }[]; words: string } }) => {
      assert.equal(fault.code, 'platform.values-wrong')
      assert.deepEqual(
        fault.facts.faults.map((each) => each.path),
        ['name', 'birth'],
      )
      return /“4”.*không có ngày 31/.test(fault.facts.words)
    },
  )
})

test('every sentence of a fault can be said', () => {
  const facts = {
    sign: 'x',
    length: 1,
    least: 1,
    most: 2,
    number: '1',
    present: '2',
    meant: '3',
    prefix: '4',
    code: '5',
    digit: '6',
    said: '8',
    wanted: '9',
    typed: '7',
  }
  for (const code of Object.keys(FAULT_WORDS))
    assert.doesNotMatch(faultWords({ code, facts: { ...facts, day: 1, month: 2, year: 3 } }), /undefined/, code)
})
