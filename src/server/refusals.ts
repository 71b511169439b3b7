/** Every code a module may refuse with: its HTTP status, and what the citizen or clerk reads. `{name}` is filled from the refusal's facts. */
export const REFUSALS: Record<string, { status: 401 | 403 | 404 | 409 | 413 | 422 | 429; vi: string }> = {
  // platform
  'platform.file-too-large': {
    status: 413,
    vi: 'Tệp lớn hơn mức cho phép. Ông/Bà chọn tệp nhỏ hơn.',
  },
  'platform.key-reused': {
    status: 422,
    vi: 'Lần gửi này trùng mã với một lần gửi khác có nội dung khác. Ông/Bà tải lại trang rồi gửi lại.',
  },
}
