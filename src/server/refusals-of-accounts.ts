import type { Sentence } from './refusals-of-dossiers.ts'

/** The sentences of the administration of calendars, accounts, tokens and settings. */
export const ACCOUNT_REFUSALS: Record<string, Sentence> = {
  // settings
  'accounts.unknown-role': { status: 422, vi: 'Không có vai trò này. Ông/Bà chọn trong danh sách.' },
  'accounts.administrators-owe-it': {
    status: 422,
    vi: 'Người quản trị luôn phải có lớp xác thực thứ hai. Ông/Bà giữ dấu chọn ở "Quản trị".',
  },
}
