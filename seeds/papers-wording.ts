import { seededTemplates, type ShippedTemplate } from './papers.ts'

const RESULTS = { same: 'giữ nguyên', corrected: 'đã sửa', 'not-found': 'chưa tìm được bản' } as const
const cell = (words: string) => words.replaceAll('|', '\\|')

const HEAD = `# Câu chữ của mẫu giấy tờ

Mỗi mẫu đi kèm chương trình (\`seeds/papers/*\`) được so với bản công khai của mẫu Nhà nước: tên, thứ tự các phần, từng dòng in sẵn, ghi
chú, chỗ ký. Nguồn là bản của bên thứ ba (mã nguồn, tờ khai thật đã đọc máy); không nguồn nào là bản của Công báo. **Đã đối chiếu** chỉ
khi hai bản độc lập khớp từng dòng với mẫu; còn lại ghi rõ vì sao chưa. Dòng của phần mềm (mã QR, mã giấy, dòng ghi đơn vị trên lời
chứng) không thuộc mẫu. Hình thức hai lời chứng và các trích lục theo Thông tư 01/2020/TT-BTP, 04/2020/TT-BTP.

Bảng này do \`npm run papers:wording\` viết từ phần \`checked\` của từng \`paper.json\`; sửa ở đó.
`

const row = ({ key, name, legalBasis, verified, checked }: ShippedTemplate) =>
  `| \`${key}\` ${cell(name)} | ${cell(legalBasis)} | ${checked.against.map(cell).join('; ') || '–'} | ${RESULTS[checked.result]} | ${
    verified ? 'đã đối chiếu' : 'chưa'
  } | ${cell(checked.remark) || '–'} |`

/** The table of docs/papers/wording.md: template, form of which circular, compared with what, what came of it. */
export function wordingTable(): string {
  const templates = seededTemplates()
  const count = (test: (each: ShippedTemplate) => boolean) => templates.filter(test).length
  const sums = [
    `${templates.length} mẫu: ${count((each) => each.verified)} đã đối chiếu`,
    ...(['corrected', 'same', 'not-found'] as const).map(
      (result) => `${count((each) => each.checked.result === result)} ${RESULTS[result]}`,
    ),
  ]
  return [
    HEAD,
    `${sums.join(', ')}.\n`,
    '| Mẫu | Căn cứ | So với | Kết quả | Đối chiếu | Còn lại |',
    '|---|---|---|---|---|---|',
    ...templates.map(row),
    '',
  ].join('\n')
}
