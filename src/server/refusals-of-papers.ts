import type { Sentence } from './refusals-of-dossiers.ts'

/** What papers refuse with, and what the official reads. */
export const PAPER_REFUSALS: Record<string, Sentence> = {
  'papers.data-incomplete': {
    status: 422,
    vi: 'Giấy tờ chưa đủ nội dung để soạn: {faults}. Ghi thêm những chỗ này rồi soạn lại.',
  },
  'papers.no-template': {
    status: 409,
    vi: 'Chưa có mẫu giấy tờ "{key}" đang dùng. Người quản trị công bố mẫu này trước.',
  },
  'papers.template-endless': {
    status: 422,
    vi: 'Mẫu giấy tờ chạy mãi không xong nên chưa soạn được. Hãy xem lại các vòng lặp trong mẫu, hoặc mở lại bản mẫu đang dùng.',
  },
  'papers.template-faulty': { status: 422, vi: 'Mẫu giấy tờ có chỗ sai nên chưa soạn được. Dòng và lỗi: {faults}' },
}
