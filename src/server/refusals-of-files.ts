import type { Sentence } from './refusals-of-dossiers.ts'

/** What the one door for files refuses with, and what the citizen or clerk reads; `{name}` is the file's. */
export const FILE_REFUSALS: Record<string, Sentence> = {
  'files.empty': {
    status: 422,
    vi: 'Tệp {name} trống, không có gì bên trong. Ông/Bà chọn lại tệp, hoặc chụp lại rồi gửi.',
  },
  'files.kind-unknown': {
    status: 422,
    vi: 'Chưa đọc được tệp {name}: không rõ là ảnh, PDF hay văn bản. Ông/Bà gửi ảnh chụp, PDF, hoặc văn bản Word.',
  },
  'files.program': {
    status: 422,
    vi: 'Tệp {name} là chương trình hoặc trang mạng, không phải giấy tờ. Ông/Bà gửi ảnh chụp hoặc PDF của giấy tờ.',
  },
  'files.password': {
    status: 422,
    vi: 'Tệp {name} có mật khẩu nên cán bộ không mở được. Ông/Bà bỏ mật khẩu rồi gửi lại, hoặc chụp ảnh giấy tờ.',
  },
  'files.damaged': {
    status: 422,
    vi: 'Tệp {name} không mở được: tệp hỏng hoặc chưa tải xong. Ông/Bà mở thử trên máy, rồi chụp lại hoặc lưu lại thành PDF.',
  },
  'files.blank': {
    status: 422,
    vi: 'Tệp {name} chỉ có trang trắng. Ông/Bà xem lại có chọn nhầm tệp không, rồi gửi tệp có nội dung.',
  },
  'files.too-little': {
    status: 422,
    vi: 'Tệp {name} gần như không có chữ nào. Ông/Bà xem lại có chọn nhầm tệp không, rồi gửi tệp có nội dung.',
  },
  'files.macro': {
    status: 422,
    vi: 'Tệp {name} có lệnh chạy kèm theo (macro) nên không nhận. Ông/Bà lưu lại thành PDF, hoặc lưu dạng Word thường (.docx).',
  },
  'files.unsafe-inside': {
    status: 422,
    vi: 'Bên trong tệp {name} có thứ không nhận được: {inside}. Ông/Bà gửi riêng từng giấy tờ dạng ảnh hoặc PDF.',
  },
  'files.too-many-pixels': {
    status: 422,
    vi: 'Ảnh {name} có kích thước quá lớn nên không mở được. Ông/Bà chụp lại ở cỡ thường, hoặc lưu thành PDF.',
  },
  'files.too-heavy': {
    status: 422,
    vi: 'Tệp quá nặng nên không mở xem được. Ông/Bà chia nhỏ, hoặc lưu lại thành PDF nhẹ hơn rồi gửi.',
  },
  'files.busy': {
    status: 503,
    vi: 'Đang có nhiều tệp gửi đến cùng lúc. Ông/Bà đợi một phút rồi gửi lại; những tệp trước vẫn còn.',
  },
  'files.infected': {
    status: 422,
    vi: 'Máy quét thấy mã độc trong tệp {name} nên không nhận. Ông/Bà quét vi-rút máy của mình, rồi chụp ảnh giấy tờ gửi lại.',
  },
  'files.not-looked-at': {
    status: 422,
    vi: 'Chưa thấy tệp {name} được tải lên. Tải tệp lên trước, rồi gửi kèm hồ sơ.',
  },
}
