import { own } from '#own-keys'
import { namedSign } from './signs.ts'

/** Why a typed value cannot be kept: a code of the list below and what its sentence names. */
export type ValueFault = { code: string; facts: Record<string, string | number> }

type Words = string | ((facts: Record<string, string | number>) => string)
const sign = (facts: Record<string, string | number>) => namedSign(String(facts.sign))

/** What a person reads of each fault of a typed value: what is wrong, and what to do. */
export const FAULT_WORDS: Record<string, Words> = {
  'text-too-long': ({ length, most }) => `Dài ${length} chữ, nhiều nhất ${most}. Ông/Bà viết ngắn lại.`,
  'name-missing': 'Ghi họ và tên.',
  'name-no-letter': 'Ghi họ và tên bằng chữ.',
  'name-sign': (facts) => `Trong tên có ký tự ${sign(facts)}. Ghi tên bằng chữ như trong giấy tờ.`,
  'name-other-script': (facts) =>
    `Chữ ${sign(facts)} không phải chữ La-tinh. Ghi tên bằng chữ La-tinh như trong giấy tờ tùy thân.`,
  'phone-missing': 'Ghi số điện thoại.',
  'phone-two': 'Ghi một số điện thoại thôi.',
  'phone-sign': (facts) => `Trong số điện thoại có ký tự ${sign(facts)}. Chỉ ghi chữ số, ví dụ 0912 345 678.`,
  'phone-length': ({ length }) => `Số điện thoại di động có 10 chữ số, mới gõ ${length}.`,
  'phone-fixed-length': ({ length }) =>
    `Số điện thoại cố định có 11 chữ số kể cả mã vùng, ví dụ 0226 385 1234; mới gõ ${length}.`,
  'phone-start': 'Số điện thoại bắt đầu bằng số 0, ví dụ 0912 345 678. Số ở nước ngoài thì bắt đầu bằng dấu +.',
  'phone-zero': ({ meant }) => `Số điện thoại thiếu số 0 ở đầu. Nếu đúng là ${meant} thì ghi như thế.`,
  'phone-prefix': ({ prefix }) => `Không có mạng hay mã vùng nào bắt đầu bằng ${prefix}. Ông/Bà xem lại số điện thoại.`,
  'phone-not-real': ({ number }) => `${number} không phải số điện thoại có thật. Ông/Bà ghi số đang dùng.`,
  'phone-ended': ({ number, present }) =>
    `Số ${number} đã đổi thành ${present} từ ngày 14/11/2018 (Quyết định 798/QĐ-BTTTT). Ông/Bà ghi số mới nếu còn dùng.`,
  'phone-abroad': 'Số điện thoại nước ngoài bắt đầu bằng dấu + và mã nước, ví dụ +856 20 5555 1234.',
  'identity-missing': 'Ghi số giấy tờ.',
  'identity-sign': (facts) => `Trong số giấy tờ có ký tự ${sign(facts)}. Số này chỉ gồm chữ số.`,
  'identity-length': ({ length }) =>
    `Số định danh có 12 chữ số, mới gõ ${length}. Chứng minh nhân dân cũ có 9 số: chọn "Chứng minh nhân dân (9 số)".`,
  'identity-length-any': ({ length }) => `Số căn cước có 12 chữ số, chứng minh nhân dân có 9 chữ số; mới gõ ${length}.`,
  'identity-province': ({ code }) =>
    `Số định danh bắt đầu bằng mã tỉnh từ 001 đến 096, không có mã ${code}. Ông/Bà xem lại số trên thẻ.`,
  'identity-century': ({ digit }) => `Chữ số thứ tư của số định danh là 0, 1, 2 hoặc 3, không phải ${digit}.`,
  'identity-not-real': ({ number }) => `${number} không phải số có thật. Ông/Bà ghi đúng như trên giấy tờ.`,
  'cmnd-length': ({ length }) =>
    `Chứng minh nhân dân có 9 chữ số, mới gõ ${length}. Thẻ có 12 số: chọn "Căn cước (12 số)".`,
  'passport-sign': (facts) => `Trong số hộ chiếu có ký tự ${sign(facts)}. Số hộ chiếu chỉ có chữ cái và chữ số.`,
  'passport-form':
    'Số hộ chiếu Việt Nam có một chữ cái và 7 chữ số, ví dụ C1234567; hộ chiếu nước ngoài có 6 đến 12 chữ và số.',
  'tax-missing': 'Ghi mã số thuế.',
  'tax-sign': (facts) => `Trong mã số thuế có ký tự ${sign(facts)}. Mã số thuế chỉ gồm chữ số.`,
  'tax-length': ({ length }) => `Mã số thuế có 10, 12 hoặc 13 chữ số, mới gõ ${length}.`,
  'number-missing': 'Ghi một số.',
  'number-sign': (facts) => `Trong số có ký tự ${sign(facts)}. Chỉ ghi chữ số, phần lẻ sau dấu phẩy, ví dụ 85,5.`,
  'number-form': ({ typed }) =>
    `Không rõ ${typed} là bao nhiêu. Ghi phần lẻ sau dấu phẩy, hàng nghìn ngăn bằng dấu chấm, ví dụ 1.234,5.`,
  'number-too-long': ({ most }) => `Số này quá dài: nhiều nhất ${most} chữ số. Ông/Bà xem lại.`,
  'number-decimals': ({ most }) => `Phần lẻ nhiều nhất ${most} chữ số.`,
  'number-not-whole': ({ typed }) => `Ghi một số nguyên, không có phần lẻ; ${typed} có phần lẻ.`,
  'number-negative': 'Ghi số không âm.',
  'money-too-much': ({ most }) => `Số tiền nhiều nhất là ${most}. Ông/Bà xem lại có thừa số 0 không.`,
  'day-missing': 'Ghi ngày/tháng/năm, ví dụ 05/03/2020.',
  'day-form': 'Ghi ngày theo dạng ngày/tháng/năm, ví dụ 05/03/2020.',
  'day-form-partial': 'Ghi ngày/tháng/năm, ví dụ 05/03/1985; chỉ nhớ năm thì ghi năm.',
  'day-part-missing': 'Còn thiếu một phần của ngày. Ghi đủ ngày, tháng, năm, ví dụ 05/03/2020.',
  'day-incomplete': 'Ghi đủ ngày, tháng, năm, ví dụ 05/03/2020.',
  'day-year-short': ({ year }) => `Ghi năm đủ 4 chữ số, ví dụ 1985; mới gõ ${year}.`,
  'day-year': ({ year }) => `Năm ${year} không thể đúng. Ông/Bà xem lại.`,
  'day-month': ({ month }) => `Không có tháng ${month}. Ghi ngày trước, tháng sau, ví dụ 05/03/2020.`,
  'day-not-there': ({ day, month, year }) => `Tháng ${month}/${year} không có ngày ${day}.`,
  'day-to-come': 'Ngày này còn chưa tới. Ông/Bà xem lại.',
  'owner-differs': ({ said, wanted }) => `Tờ khai ghi "${wanted}", ở đây ghi "${said}". Ghi giống tờ khai.`,
  'filer-differs': ({ said, wanted }) =>
    `Tờ khai ghi người yêu cầu là "${wanted}", người nộp là "${said}". Ghi giống nhau, hoặc ghi giấy ủy quyền, quan hệ (authorisation).`,
  'time-form': 'Ghi giờ theo dạng 08:30.',
  'email-missing': 'Ghi địa chỉ thư điện tử.',
  'email-form': 'Địa chỉ thư có dạng ten@noi.vn. Ông/Bà xem lại.',
  'code-missing': 'Ghi mã số.',
  'commune-missing': 'Chọn xã, phường, thị trấn.',
  'contact-missing': 'Ghi số điện thoại hoặc địa chỉ thư điện tử.',
  'contact-form': 'Ghi số điện thoại, ví dụ 0912 345 678, hoặc địa chỉ thư dạng ten@noi.vn.',
  'password-missing': 'Đặt một mật khẩu.',
  'password-short': ({ length, least }) =>
    `Mật khẩu cần ít nhất ${least} ký tự, mới gõ ${length}. Ông/Bà dùng một câu ngắn dễ nhớ.`,
  'password-long': ({ most }) => `Mật khẩu dài nhất ${most} ký tự.`,
  'password-listed':
    'Mật khẩu này dễ đoán: là từ hay gặp, dãy phím, ngày hoặc số. Ông/Bà dùng một câu ngắn, ví dụ bốn từ không liên quan nhau.',
  'password-own':
    'Mật khẩu này có tên, số điện thoại hoặc ngày sinh của Ông/Bà nên dễ đoán. Ông/Bà dùng một câu ngắn không nói về mình.',
  'password-same': 'Mật khẩu mới phải khác mật khẩu đang dùng.',
  'old-password-missing': 'Gõ mật khẩu đang dùng.',
  'old-password-wrong': 'Mật khẩu đang dùng chưa đúng. Ông/Bà gõ lại.',
  'old-code-missing': 'Gõ mã 6 số của lớp hai đang dùng.',
  'old-code-wrong': 'Mã lớp hai chưa đúng, hoặc đã dùng rồi. Ông/Bà đợi điện thoại hiện mã mới rồi gõ lại.',
  'old-code-again': 'Gõ lại mã 6 số của lớp hai đang dùng.',
  'new-code-wrong':
    'Mã chưa khớp với hình vuông ở trên. Ông/Bà xem giờ của điện thoại đã đúng chưa, rồi gõ 6 số đang hiện.',
  'proof-missing': 'Ghi số định danh, hoặc mã nhận tài khoản in trên giấy hẹn.',
  'proof-wrong': 'Số hoặc mã này không phải của tài khoản ấy. Ông/Bà xem lại trên căn cước hoặc giấy hẹn.',
  'paper-missing': 'Chọn loại giấy tờ: căn cước, chứng minh nhân dân hoặc hộ chiếu.',
  'birth-ahead': 'Ngày sinh không ở sau hôm nay. Ông/Bà xem lại.',
  'gender-unknown': 'Chọn nam hoặc nữ.',
  'commune-unknown': 'Chọn một xã, phường, thị trấn trong danh sách.',
}

/** The sentence of a fault. */
export function faultWords({ code, facts }: ValueFault): string {
  const words = own(FAULT_WORDS, code)
  if (words === undefined) throw new Error(`No words for the fault "${code}"`)
  return typeof words === 'string' ? words : words(facts)
}
