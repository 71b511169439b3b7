import type { FormField } from '#server/procedures/index.ts'
import type { Chance } from './chance.ts'
import { inventedName } from './people.ts'

/** What a question of words may be answered with. */
type Words = readonly string[] | ((chance: Chance, year: number) => string)

const number = (most: number) => (chance: Chance) => String(chance.between(1, most))
const letter =
  (sign: string, most = 90): Words =>
  (chance, year) =>
    `Số ${chance.between(1, most)}/${sign} ngày ${chance.between(10, 28)}/0${chance.between(1, 9)}/${year - 1}`
const LAND_HEAD = 'Sở Tài nguyên và Môi trường tỉnh Hà Nam'

/** By the path of a question and its title, the first that fits; of rows the path within the row. */
const WORDS: [of: RegExp, words: Words][] = [
  // Places.
  [
    /parcel\.address|site\.address|request\.address|shop\.address|business\.address/,
    ['Thôn Lập Phương', 'Thôn Bồng Lạng', 'Tổ 5, đường Lê Lợi'],
  ],
  [/enterprise\.address|job\.address/, ['Số 12 đường Trần Phú', 'Số 45 đường Lê Lợi', 'Thôn Nguyễn Trung']],
  [/partner\.address/, ['Gyeonggi-do, Hàn Quốc', 'Đài Trung, Đài Loan (Trung Quốc)', 'Saitama, Nhật Bản']],
  [/project\.address/, ['Thôn Bồng Lạng, cạnh đường ĐT 495', 'Khu công nghiệp Châu Sơn, lô C2']],
  [/birthPlace|nơi sinh/i, ['Bệnh viện Đa khoa tỉnh Hà Nam', 'Trạm y tế xã Liêm Phong, Thanh Liêm, Hà Nam']],
  [/homeTown|quê quán|nguyên quán/i, ['Liêm Phong, Thanh Liêm, Hà Nam', 'Minh Khai, Phủ Lý, Hà Nam']],
  [/registeredAt|registerAt/, ['UBND xã Liêm Phong', 'UBND phường Minh Khai']],
  [/registered\.detail/, ['UBND xã Liêm Phong, huyện Thanh Liêm', 'UBND phường Minh Khai, thành phố Phủ Lý']],
  [/recruit\.where/, ['Trụ sở Sở Nội vụ', 'Trường Cao đẳng Sư phạm Hà Nam']],
  [/paper\.atHomeWhy/, ['Người ký ốm nặng, nằm tại nhà, Thôn Lập Phương']],
  [/nearest|site\.near/, ['Nhà dân gần nhất 250 m, sông Đáy 1,2 km', 'Trường tiểu học 600 m, nhà dân 180 m']],
  [/discharge/, ['Mương tiêu phía đông, ra sông Châu Giang', 'Hệ thống thoát nước của khu công nghiệp']],
  [/room|phòng nào/i, ['Phòng X-quang, tầng 1', 'Phòng chẩn đoán hình ảnh, tầng 2']],
  [
    /\bplace\b|nơi ở/i,
    ['Thôn Lập Phương, xã Liêm Phong, Thanh Liêm, Hà Nam', 'Tổ 4, phường Minh Khai, Phủ Lý, Hà Nam'],
  ],
  // Who gave a paper.
  [/death\.notice\.issuedBy/, ['Bệnh viện Đa khoa tỉnh Hà Nam', 'UBND xã Liêm Phong']],
  [/status\.death\.issuedBy/, ['UBND xã Liêm Phong']],
  [/licence\.issuedBy/, ['Sở Giao thông vận tải tỉnh Hà Nam']],
  [/paper\.issuedBy/, ['Trường Đại học Hà Nội', 'UBND xã Liêm Phong', LAND_HEAD]],
  [/issuedBy|nơi cấp|cơ quan cấp/i, ['Cục Cảnh sát quản lý hành chính về trật tự xã hội']],
  [/contractBy/, ['Văn phòng công chứng Phủ Lý', 'UBND xã Liêm Phong']],
  [/divorce\.court/, ['Tòa án nhân dân huyện Thanh Liêm', 'Tòa án nhân dân thành phố Phủ Lý']],
  [/medicalBy/, ['Bệnh viện Đa khoa tỉnh Hà Nam', 'Trung tâm Y tế huyện Thanh Liêm']],
  // Numbers of papers.
  [/divorce\.number/, (chance, year) => `${chance.between(10, 99)}/${year - 1}/QĐST-HNGĐ`],
  [/certificate\.serial/, (chance) => `CS ${chance.between(100_000, 999_999)}`],
  [/certificate\.entry/, (chance) => `CH ${chance.between(10_000, 99_999)}`],
  [/martyr\.certificate/, (chance) => `TQ ${chance.between(10, 99)}-${chance.between(1000, 9999)}`],
  [/fileNumber/, (chance) => `HN/${chance.between(1000, 9999)}`],
  [/design\.certificate/, (chance) => `HAN-000${chance.between(10_000, 99_999)}`],
  [/safetyCertificate|đào tạo an toàn bức xạ/i, (chance, year) => `${chance.between(100, 999)}/${year - 1}/CC-ATBX`],
  [/safetyNumber/, (chance, year) => `${chance.between(1000, 9999)}/${String(year).slice(2)}V90`],
  [/registrationNumber.*phương tiện/, (chance) => `HNa-${chance.between(1000, 9999)}`],
  [/registrationNumber/, (chance) => `06G8${chance.between(100_000, 999_999)}`],
  [/enterprise\.licence/, (chance) => `${chance.between(10, 99)}/SYT-GPHĐ`],
  [/licence\.number/, (chance) => `35${chance.between(1_000_000_000, 9_999_999_999)}`],
  [/licence\.trained/, (chance, year) => `Trung tâm đào tạo lái xe Hà Nam, ${year - chance.between(6, 15)}`],
  [/giấy phép bán buôn/i, (chance, year) => `${chance.between(10, 99)}/GP-BCT-${year - 1}`],
  [/văn bản giới thiệu/i, letter('GT')],
  [/enterprise\.letter\b/, (chance) => `${chance.between(10, 99)}/TTr`],
  [/approval/, letter('SLĐTBXH-VL')],
  [/nominees\.plan/, letter('KH-UBND')],
  [/project\.policy|quotaDecision|request\.current|request\.old/, letter('QĐ-UBND')],
  [/papers\.contract/, letter('HĐ')],
  [/contractNumber/, (chance, year) => `${chance.between(100, 999)}/${year - 1}`],
  [/căn cước|chứng minh nhân dân/i, (chance) => `0350${chance.between(70, 99)}${chance.between(100_000, 999_999)}`],
  [/passport|hộ chiếu/i, (chance) => `C${chance.between(1_000_000, 9_999_999)}`],
  [/payment\.account.*ngân hàng/, (chance) => `4800 205 ${chance.between(100_000, 999_999)}, Agribank Hà Nam`],
  [/payment\.account/, (chance) => `4800205${chance.between(100_000, 999_999)}`],
  [/payment\.bank/, ['Agribank Hà Nam', 'Vietcombank Hà Nam', 'BIDV Hà Nam']],
  [/\bcode\b.*Mã ngành/, ['4711', '5610', '4773']],
  [/class\b.*Hạng/, ['Hạng III, V.07.02.25', 'Hạng III, V.08.05.13']],
  [/serial|sê-ri/i, (chance) => `SN${chance.between(100_000, 999_999)}`],
  [/\bnumber\b.*Số máy/, (chance) => `D${chance.between(10_000, 99_999)}`],
  [/quyển số/i, (chance, year) => `01/${year - chance.between(1, 9)}`],
  [/^death\.notice\.number/, (chance, year) => `${chance.between(1, 99)}/${year}`],
  [/số trích lục|marriage\.number|registered\.number/i, (chance, year) => `${chance.between(1, 99)}/${year - 3}`],
  [/tờ bản đồ/i, number(40)],
  [/thửa đất số/i, number(400)],
  // Works, goods, machines.
  [/vessel\.name/, ['Châu Giang 01', 'Sông Đáy 12']],
  [/vessel\.built/, (chance, year) => `Năm ${year - chance.between(1, 8)}, xưởng đóng tàu Kim Bảng`],
  [/\bmodel\b.*Kiểu/, ['Yanmar 6CHE', 'D12, Trung Quốc', 'Cummins NT855']],
  [/\bmodel\b/, ['GR40CW', 'UD150L-40E', 'MobileDaRt']],
  [/engine\.aux/, ['Máy phát điện 5 kW', 'Không có']],
  [/^name\|Tên máy/, ['Máy X-quang kỹ thuật số, Shimadzu', 'Máy X-quang nha khoa, Vatech']],
  [/madeIn/, (chance, year) => `Nhật Bản, ${year - chance.between(1, 5)}`],
  [/brands/, ['Vinataba, Thăng Long', 'Thăng Long, Sông Cầu']],
  [/^name\|Làm nghề gì/, ['Bán lẻ tạp hóa', 'Quán ăn, giải khát', 'Sửa chữa xe máy']],
  [/^name\|Tên doanh nghiệp bán buôn/, ['Công ty Thương mại Thuốc lá Hà Nam (giả định)']],
  [/^name\|Tên giấy tờ/, ['Giấy khai sinh', 'Bằng tốt nghiệp trung học phổ thông']],
  [/paper\.name.*Ghi rõ/, ['Giấy cam đoan tài sản riêng', 'Đơn xin xác nhận nhân thân']],
  [/paper\.name/, ['Bằng tốt nghiệp đại học', 'Căn cước công dân', 'Giấy chứng nhận quyền sử dụng đất']],
  [/^name\|Vị trí việc làm/, ['Giáo viên trung học cơ sở', 'Kế toán viên', 'Điều dưỡng']],
  [/^name\|Tên$/, ['Cát vàng', 'Xi măng', 'Bột mì']],
  [/^amount/, ['120 tấn mỗi tháng', '30 tấn mỗi năm']],
  [/fuel/, ['Dầu diesel 800 lít, điện 12.000 kWh', 'Điện 6.500 kWh']],
  [/enterprise\.name.*(Tên cơ quan|đơn vị)/, ['Trường Trung học cơ sở Liêm Phong', 'Trung tâm Y tế huyện Thanh Liêm']],
  [/enterprise\.parent/, ['UBND huyện Thanh Liêm', 'Sở Y tế']],
  [
    /business\.name/,
    (chance) =>
      `Hộ kinh doanh ${chance.pick(['Thanh Liêm', 'Sông Đáy', 'An Phú', 'Lập Phương'])} ${chance.between(1, 99)}`,
  ],
  [
    /enterprise\.name|organisation/,
    (chance) =>
      `Công ty TNHH ${chance.pick(['Sông Đáy', 'Châu Giang', 'Thanh Liêm', 'Kẽm Trống'])} ${chance.between(1, 99)}`,
  ],
  [/enterprise\.line|project\.kind/, ['Sản xuất hàng may mặc', 'Sản xuất vật liệu xây dựng', 'Chế biến nông sản']],
  [/project\.name/, ['Xưởng may gia công Liêm Phong', 'Trạm trộn bê tông Bồng Lạng', 'Cơ sở xay xát lúa gạo']],
  [/project\.scale/, ['300.000 sản phẩm mỗi năm', '60 m³ bê tông mỗi giờ', '20 tấn mỗi ngày']],
  [
    /consultant|designer|checker/,
    ['Công ty Tư vấn Xây dựng Hà Nam (giả định)', 'Trung tâm Tư vấn Môi trường (giả định)'],
  ],
  [/groupOther/, ['Thanh niên xung phong']],
  [/họ tên (và năm sinh|cha)/i, (chance, year) => `${inventedName(chance)}, sinh năm ${year - chance.between(50, 70)}`],
  [/earlier\.loss/, ['Mất khi sửa nhà, năm kia', 'Hỏng vì ngập nước']],
  [/vessel\.lostHow/, ['Mất khi chuyển nhà, tháng trước', 'Rơi xuống sông khi neo đậu']],
  // What people tell.
  [/\brole\b.*(chức vụ gì)/, ['Nhân viên hành chính, giấy giới thiệu số 15/GGT', 'Kế toán, giấy giới thiệu số 8/GGT']],
  [/\brole\b/, ['Kỹ thuật viên X-quang', 'Bác sĩ chẩn đoán hình ảnh']],
  [/job\.title|chức (vụ|danh)/i, ['Chuyên gia kỹ thuật dệt', 'Quản lý sản xuất']],
  [/degree|trình độ/i, ['Đại học', 'Cao đẳng']],
  [/^unit\|/, ['Giáo viên, Trường Trung học cơ sở Liêm Phong', 'Công chức, UBND xã Liêm Phong']],
  [
    /^merit/,
    ['Hoàn thành xuất sắc nhiệm vụ ba năm liền, có sáng kiến được áp dụng', 'Cứu người đuối nước trong mưa lũ'],
  ],
  [/^before\|Đã được khen/, ['Giấy khen của Chủ tịch UBND huyện', 'Chưa']],
  [/nominees\.theme/, ['Phong trào thi đua xây dựng nông thôn mới', 'Tổng kết năm học']],
  [/council\.votes/, ['9/9 phiếu đồng ý', '11/11 phiếu đồng ý']],
  [/death\.cause|nguyên nhân mất/i, ['Tuổi già', 'Bệnh']],
  [/work\b|nghề nghiệp/i, ['Nông dân', 'Công nhân may', 'Giáo viên']],
  [/martyr\.relation/, ['Con', 'Cháu']],
  [/relation|quan hệ|là gì của/i, ['Con', 'Cháu']],
  [/change\.reason/, ['Cán bộ ghi nhầm khi đăng ký', 'Cho khớp với giấy tờ khác của gia đình']],
  [/change\.why/, ['Làm nhà ở cho con', 'Mở rộng sân và nhà ở']],
  [/request\.why/, ['Hoàn cảnh gia đình đã thay đổi', 'Mức độ khuyết tật đã thay đổi']],
  [
    /purpose|mục đích|dùng vào việc gì|việc cần dùng|dùng để làm gì/i,
    ['Bổ túc hồ sơ xin việc', 'Nộp cho nhà trường', 'Làm thủ tục nhà đất'],
  ],
  [/wrongWhat/, ['Ngày sinh ghi sai, sửa theo căn cước']],
  [/request\.what/, ['Trích lục thửa đất đang ở để làm thủ tục sang tên', 'Tờ bản đồ địa chính khu dân cư của thôn']],
  [/disability\.changed/, ['Đi lại khó hơn trước, cần người dìu', 'Mắt nhìn kém hẳn trong năm qua']],
  [/disability\.details/, ['Bị tai nạn lao động ba năm trước', 'Khuyết tật từ nhỏ']],
  [/otherName/, ['Bệnh máu khó đông', 'Động kinh']],
  [
    /living\.story|request\.story.*Hoàn cảnh/,
    ['Nhà có con nhỏ, một người ốm nặng, phải vay mượn', 'Ruộng ít, không có lương, thu nhập thất thường'],
  ],
  [
    /request\.story/,
    ['Nhà bên cạnh xây tường lấn sang khoảng 40 cm dọc ranh giới', 'Hàng xóm rào lối đi chung từ đầu năm'],
  ],
  [/request\.wish/, ['Đo lại ranh giới và trả phần đất đã lấn', 'Mở lại lối đi như cũ']],
  [/request\.evidence/, ['Hai người ở liền kề biết việc, có ảnh chụp', 'Sổ mục kê của xã']],
  [/history\.conviction/, ['Không có']],
  [
    /marriage\.met/,
    ['Quen nhau khi cùng làm ở công ty, yêu nhau hơn một năm', 'Được người thân giới thiệu, đã gặp nhau nhiều lần'],
  ],
  [/marriage\.language/, ['Tiếng Việt', 'Tiếng Anh và tiếng Việt']],
  [/positions?.*|^job\|/, ['Dạy học, chủ nhiệm lớp', 'Theo dõi thu chi của đơn vị']],
  [/^other\|/, ['Không', 'Sử dụng được máy vi tính']],
  [/treatment/, ['Bể tự hoại ba ngăn, rồi bể lắng', 'Bể tách dầu và hồ lắng hai bậc']],
  [/solid/, ['Thu gom hằng ngày, hợp đồng với đơn vị vệ sinh của huyện', 'Phân loại tại chỗ, phần bán được thì bán']],
  [
    /impact\.air|waste\.air/,
    ['Phun nước giảm bụi, trồng cây quanh xưởng', 'Lắp quạt hút có lọc bụi, không làm ban đêm'],
  ],
  [/hazardHow/, ['Hợp đồng với đơn vị có giấy phép, mỗi quý một lần']],
  [/monitoring/, ['Đo nước thải và khí thải ba tháng một lần']],
  [/opinion/, ['UBND xã và dân cư đồng ý, đề nghị xe chở có bạt che']],
  [/shield/, ['Tường gạch đặc 22 cm trát barit, cửa bọc chì 2 mm']],
  [/^what\|Mục nào/, ['Ngày sinh']],
  [/trong giấy đang ghi/i, ['12/3/1988']],
  [/sửa thành/i, ['12/5/1988']],
  [/dân tộc/i, ['Kinh']],
  [/quốc tịch/i, ['Việt Nam']],
  [/email|thư điện tử/i, (chance) => `thu${chance.between(1, 99)}@thu.example`],
  [/đường|thôn|tổ(?! chức)|chi tiết|số nhà|địa chỉ/i, (chance) => `Thôn ${chance.between(1, 12)}`],
  [/nói rõ thêm/i, ['Phục vụ việc của gia đình']],
  [/^số$|\bnumber\b/i, number(99)],
]

type Question = Pick<FormField, 'path' | 'title' | 'maxLength'>
const found = (question: Question) => WORDS.find(([of]) => of.test(`${question.path}|${question.title}`))?.[1]

/** Whether there are words for a question; the tests of the demonstration ask it of every one. */
export const hasWords = (question: Question) => found(question) !== undefined

/** What answers a question of words. A form of a house that the demonstration does not know is answered with little. */
export function wordsFor(question: Question, chance: Chance, on: string): string {
  const most = question.maxLength ?? 200
  const kind = found(question) ?? (most < 30 ? number(99) : ['Không có gì khác'])
  const words = typeof kind === 'function' ? kind(chance, Number(on.slice(0, 4))) : chance.pick(kind)
  return words.slice(0, most)
}
