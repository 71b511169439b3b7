import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { after, test } from 'node:test'
import { stopSetters } from './index.ts'
import { setSource } from './setting/set.ts'

after(stopSetters)
const at = new Date('2026-11-24T02:00:00Z')
const installed = (program: string) => spawnSync(program, ['-v']).error === undefined
/** What stands in a PDF, page by page, read by somebody else's program. */
const textOf = (pdf: Uint8Array) =>
  spawnSync('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], { input: pdf })
    .stdout.toString()
    .normalize('NFC')
    .split('\f')

const EVERY_BOX = `
#import "/nd30.typ": *
#show: sheet.with(title: "Công văn thử", address: [Địa chỉ: số 01 đường Trần Phú, thành phố Phủ Lý. Điện thoại: 0226 0000 000])
#over-head(circulation: "Lưu hành nội bộ", copy: true)
#head(over: "Ủy ban nhân dân tỉnh Hà Nam", issuer: "Sở Lao động - Thương binh và Xã hội", number: none, date: none,
  about: "trả lời đơn đề nghị của công dân", secrecy: "Mật", urgency: "Thượng khẩn")
#addressed(("Ủy ban nhân dân xã Liêm Phong", "Phòng Nội vụ huyện Thanh Liêm"))
#grounds(("Căn cứ Luật Tổ chức chính quyền địa phương", "Xét đề nghị của Trưởng phòng"))
#chapter("I", "Quy định chung")
#article("1", title: "Phạm vi.")[Nội dung thử.]
#signed(authority: authority-lines(form: "KT.", body: "Ủy ban nhân dân", chief: "Chủ tịch"), title: "Phó Chủ tịch", name: "Nguyễn Văn Thử",
  receivers: ("Như trên;", "Lưu: VT, NVĐ.02."), drafter: "PL.(300)")
#copy-block(kind: "Sao y", over: "Ủy ban nhân dân huyện Thanh Liêm", issuer: "Phòng Nội vụ", number: "05/SY-PNV", place: "Thanh Liêm",
  date: "ngày 05 tháng 02 năm 2026", authority: ("TUQ. Trưởng phòng",), title: "Chuyên viên", name: "Trần Thị B")
#appendix(number: "I", title: "Danh sách kèm theo")[#lorem(700)]
#appendix(number: "II", title: "Bảng số liệu", of: "Quyết định số 05/QĐ-UBND ngày 05 tháng 02 năm 2026")[Hết.]
`

test('a document with every box of NĐ 30 has them all in their order, its places, and appendices on pages of their own with their own numbers', async (t) => {
  const set = await setSource(EVERY_BOX, {}, at)
  assert.deepEqual(
    set.places.map(({ key, page }) => [key, page]),
    [
      ['ban-sao', 0],
      ['so', 0],
      ['ngay', 0],
      ['lanh-dao', 0],
      ['ban-sao-giay', 1],
    ],
  )
  if (!installed('pdftotext')) return t.skip('pdftotext is not installed')
  const [first, second, third, fourth, fifth] = textOf(set.pdf)
  for (const words of [
    ...['CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM', 'Độc lập - Tự do - Hạnh phúc', 'LƯU HÀNH NỘI BỘ', 'MẬT', 'THƯỢNG KHẨN'],
    ...['Số:', 'V/v trả lời đơn đề nghị', 'Kính gửi:', '- Phòng Nội vụ huyện Thanh Liêm.', 'Căn cứ Luật', 'Chương I'],
    ...['Điều 1. Phạm vi. Nội dung thử.', 'TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH', 'Nguyễn Văn Thử'],
    ...['Nơi nhận:', '- Lưu: VT, NVĐ.02.', 'PL.(300)', 'Địa chỉ: số 01 đường Trần Phú'],
  ])
    assert.ok(first!.includes(words), words)
  assert.doesNotMatch(first!, /^\s*1\s*$/m, 'page 1 shows no number')
  assert.match(second!, /^\s*2\s*\n[^]*SAO Y[^]*05\/SY-PNV[^]*TUQ\. TRƯỞNG PHÒNG/)
  assert.match(third!, /^\s*Phụ lục I\s*\n\s*DANH SÁCH KÈM THEO\s*\n\s*\(Kèm theo văn bản số/)
  assert.match(fourth!, /^\s*2\s*\n/)
  assert.match(fifth!, /^\s*Phụ lục II\s*\n[^]*\(Kèm theo Quyết định số 05\/QĐ-UBND/)
})

test('every letter of Vietnamese is set and read back', async (t) => {
  if (!installed('pdftotext')) return t.skip('pdftotext is not installed')
  const vowels = ['a', 'ă', 'â', 'e', 'ê', 'i', 'o', 'ô', 'ơ', 'u', 'ư', 'y']
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323']
  const small = [...vowels.flatMap((vowel) => tones.map((tone) => (vowel + tone).normalize('NFC'))), 'đ']
  const letters = [...small, ...small.map((letter) => letter.toUpperCase())].filter((letter) => !/[a-z]/i.test(letter))
  assert.equal(letters.length, 134)
  const { pdf } = await setSource(
    '#import "/nd30.typ": *\n#show: sheet\n#data().words',
    { words: letters.join(' ') },
    at,
  )
  assert.equal(textOf(pdf).join('').replaceAll(/\s/g, ''), letters.join(''))
})

test('a paper is tagged and says its language; the QR and bar code have words for who cannot see them', async (t) => {
  if (!installed('pdfinfo')) return t.skip('pdfinfo is not installed')
  const source = `#import "/nd30.typ": *
#show: sheet.with(title: "Giấy thử")
#kind-and-abstract("Giấy thử", none)
#qr(("101", "010", "101"), alt: "Mã QR của giấy thử")
#bar-code((1, 2, 1), alt: "Mã vạch của hồ sơ thử")`
  const { pdf } = await setSource(source, {}, at)
  const raw = Buffer.from(pdf).toString('latin1')
  assert.match(raw, /\/Lang ?\(vi/)
  const facts = spawnSync('pdfinfo', ['-struct-text', '-'], { input: pdf }).stdout.toString()
  assert.match(facts, /H1/)
  assert.equal(facts.match(/Figure/g)?.length, 2)
  assert.equal(raw.match(/\/Alt ?[(<]/g)?.length, 2)
})
