import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { setTemplate, stopSetters } from '#server/papers/index.ts'
import { seededTemplates } from './papers.ts'
import { wordingTable } from './papers-wording.ts'

after(stopSetters)

test('a template counts as verified only with two public copies and nothing left; any other says in one line why not', () => {
  for (const { key, verified, checked } of seededTemplates()) {
    if (verified) assert.ok(checked.against.length >= 2 && checked.remark === '' && checked.result !== 'not-found', key)
    else assert.match(checked.remark, /^[^\n]{10,}\.$/, key)
    assert.equal(checked.against.length === 0, checked.result === 'not-found', key)
  }
})

test('docs/papers/wording.md says what the templates say (npm run papers:wording writes it)', () => {
  assert.equal(readFileSync(new URL('../docs/papers/wording.md', import.meta.url), 'utf8'), wordingTable())
})

// The fixed words of forms of the State, in their order.
const LINES: Record<string, string[]> = {
  'loi-chung-ban-sao': [
    'Chứng thực bản sao đúng với bản chính',
    'Số chứng thực:',
    'quyển số:',
    'Người thực hiện chứng thực',
    '(Ký, ghi rõ họ, tên và đóng dấu)',
  ],
  'xac-nhan-hon-nhan': [
    'GIẤY XÁC NHẬN TÌNH TRẠNG HÔN NHÂN',
    'Xét đề nghị của ông/bà',
    'về việc cấp Giấy xác nhận tình trạng hôn nhân cho',
    'XÁC NHẬN:',
    'Họ, chữ đệm, tên:',
    'Ngày, tháng, năm sinh:',
    'Giới tính:',
    'Giấy tờ tùy thân:',
    'Nơi cư trú:',
    'Tình trạng hôn nhân:',
    'Giấy này có giá trị sử dụng trong thời hạn 6 tháng, kể từ ngày cấp, được sử dụng để:',
    'NGƯỜI KÝ GIẤY XÁC NHẬN',
    '(Ký, ghi rõ họ tên, chức vụ và đóng dấu)',
  ],
  'giay-khai-sinh': [
    'GIẤY KHAI SINH',
    'Họ, chữ đệm, tên:',
    'Ngày, tháng, năm sinh:',
    'ghi bằng chữ:',
    'Giới tính:',
    'Nơi sinh:',
    'Quê quán:',
    'Số định danh cá nhân:',
    'Họ, chữ đệm, tên người mẹ:',
    'Năm sinh:',
    'Nơi cư trú:',
    'Họ, chữ đệm, tên người cha:',
    'Nơi cư trú:',
    'Họ, chữ đệm, tên người đi khai sinh:',
    'Giấy tờ tùy thân:',
    'Nơi đăng ký khai sinh:',
    'Ngày, tháng, năm đăng ký:',
    'NGƯỜI KÝ GIẤY KHAI SINH',
  ],
  'to-khai/khai-tu': [
    'TỜ KHAI ĐĂNG KÝ KHAI TỬ',
    'Kính gửi:',
    'Họ, chữ đệm, tên người yêu cầu:',
    'Nơi cư trú:',
    'Giấy tờ tùy thân:',
    'Quan hệ với người đã chết:',
    'Đề nghị cơ quan đăng ký khai tử cho người có tên dưới đây:',
    'Họ, chữ đệm, tên:',
    'Ngày, tháng, năm sinh:',
    'Giới tính:',
    'Nơi cư trú cuối cùng:',
    'Giấy tờ tùy thân:',
    'Đã chết vào lúc:',
    'Nơi chết:',
    'Nguyên nhân chết:',
    'Số Giấy báo tử/Giấy tờ thay thế Giấy báo tử:',
    'Tôi cam đoan những nội dung khai trên đây là đúng sự thật và chịu trách nhiệm trước pháp luật về cam đoan của mình.',
    'Đề nghị cấp bản sao:',
    'Người yêu cầu',
  ],
  'to-khai/ket-hon': [
    'TỜ KHAI ĐĂNG KÝ KẾT HÔN',
    'Bên nữ',
    'Kết hôn lần thứ mấy',
    'việc kết hôn của chúng tôi là tự nguyện, không vi phạm quy định của Luật hôn nhân và gia đình Việt Nam.',
    'Chúng tôi chịu hoàn toàn trách nhiệm trước pháp luật về cam đoan của mình.',
    'Đề nghị Quý cơ quan đăng ký.',
    'Đề nghị cấp bản sao:',
  ],
}
const inTheHouse = { origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at: new Date('2026-11-24T02:00:00Z') }

test('the forms that were verified, and the marriage declaration, say the words of the State in their order', async (t) => {
  if (spawnSync('pdftotext', ['-v']).error) return t.skip('pdftotext is not installed')
  const templates = seededTemplates()
  for (const { key, verified } of templates) if (verified) assert.ok(LINES[key], `${key} has no lines here`)
  for (const [key, lines] of Object.entries(LINES)) {
    const template = templates.find((each) => each.key === key)!
    const { pdf } = await setTemplate(template, template.example, inTheHouse)
    const read = spawnSync('pdftotext', ['-raw', '-enc', 'UTF-8', '-', '-'], { input: pdf }).stdout.toString()
    const words = read.normalize('NFC').replaceAll(/\s+/g, ' ')
    let from = 0
    for (const line of lines) {
      const at = words.indexOf(line, from)
      assert.ok(at >= 0, `${key}: "${line}" is not there, or not in its place`)
      from = at + line.length
    }
  }
})
