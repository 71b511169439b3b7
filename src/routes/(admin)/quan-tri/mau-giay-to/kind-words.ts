import { PaperKind } from '#server/papers/index.ts'

const WORDS: Record<PaperKind, string> = {
  'desk-form': 'Biểu mẫu một cửa',
  declaration: 'Tờ khai',
  document: 'Văn bản hành chính',
  result: 'Kết quả giải quyết',
  blank: 'Phôi của Nhà nước',
  card: 'Thẻ',
  attestation: 'Lời chứng',
  note: 'Ghi chú trên giấy có sẵn',
}
export const kindWords = (kind: PaperKind) => WORDS[kind]
export const KINDS = PaperKind.options.map((kind) => ({ value: kind, label: WORDS[kind] }))
export const readKind = (typed: string | null) => PaperKind.safeParse(typed).data
