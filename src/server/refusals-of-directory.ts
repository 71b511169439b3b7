import type { Sentence } from './refusals-of-dossiers.ts'

/** The sentences of directory: units, posts, people, appointments, delegations. */
export const DIRECTORY_REFUSALS: Record<string, Sentence> = {
  'directory.no-right': {
    status: 403,
    vi: 'Chức vụ Ông/Bà đang thi hành không được sửa đơn vị này. Việc này do người quản trị của cơ quan cấp trên làm.',
  },
  'directory.unknown-organisation': { status: 404, vi: 'Không thấy đơn vị này.' },
  'directory.unknown-post': { status: 404, vi: 'Không thấy chức vụ này.' },
  'directory.unknown-person': { status: 404, vi: 'Không thấy người này.' },
  'directory.unknown-appointment': { status: 404, vi: 'Không thấy lần bổ nhiệm này.' },
  'directory.unknown-delegation': { status: 404, vi: 'Không thấy văn bản ủy quyền này.' },
  'directory.in-the-past': {
    status: 422,
    vi: 'Ngày bắt đầu đã qua. Quá khứ giữ nguyên: ghi từ ngày {today} trở đi.',
  },
  'directory.later-version': {
    status: 409,
    vi: '{name} đã có thay đổi từ ngày {from} hoặc sau đó. Chọn ngày sau ngày ấy.',
  },
  'directory.organisation-ended': {
    status: 422,
    vi: 'Đơn vị {name} không còn, chưa có, hoặc đã định ngày giải thể. Chọn đơn vị khác hoặc ngày khác.',
  },
  'directory.parent-missing': {
    status: 422,
    vi: 'Đơn vị chủ quản không có vào ngày đó, hoặc đã định ngày giải thể. Chọn đơn vị khác.',
  },
  'directory.cycle': {
    status: 422,
    vi: '{name} nằm dưới chính đơn vị này, nên không làm đơn vị chủ quản được. Chọn đơn vị khác.',
  },
  'directory.name-taken': {
    status: 409,
    vi: 'Dưới đơn vị chủ quản này đã có đơn vị tên "{name}". Ghi tên khác.',
  },
  'directory.nothing-changes': { status: 422, vi: 'Chưa có gì khác so với hiện nay. Sửa rồi lưu lại.' },
  'directory.code-shape': {
    status: 422,
    vi: 'Mã {code} chưa đúng dạng. GSO: 2 đến 6 chữ số; QCVN 102: 000.00.00.H25; QĐ 20: H25.01.',
  },
  'directory.code-taken': { status: 409, vi: 'Mã {code} đang dùng cho đơn vị khác. Xem lại mã.' },
  'directory.later-code': { status: 409, vi: 'Mã loại này đã có thay đổi từ ngày đó hoặc sau đó. Chọn ngày muộn hơn.' },
  'directory.not-a-desk': { status: 422, vi: 'Nơi tiếp nhận phải là bộ phận một cửa, quầy hoặc trung tâm đang có.' },
  'directory.later-desk': {
    status: 409,
    vi: 'Nơi tiếp nhận đã có thay đổi từ ngày đó hoặc sau đó. Chọn ngày muộn hơn.',
  },
  'directory.root': { status: 422, vi: 'Không chấm dứt được cơ quan đứng đầu.' },
  'directory.successors-wanted': {
    status: 422,
    vi: 'Chọn đơn vị kế thừa cho đúng: giải thể thì không có; sáp nhập, đổi tên, nâng cấp có một; chia tách có ít nhất hai đơn vị khác nhau.',
  },
  'directory.successor-missing': {
    status: 422,
    vi: 'Đơn vị kế thừa phải có sẵn vào ngày đó và không định giải thể. Thành lập đơn vị ấy trước.',
  },
  'directory.later-things': {
    status: 409,
    vi: '{name} có chức vụ, bổ nhiệm, ủy quyền, mã hoặc nơi tiếp nhận bắt đầu từ ngày đó hoặc sau đó. Chọn ngày muộn hơn.',
  },
  'directory.has-children': {
    status: 409,
    vi: 'Còn {count} đơn vị trực thuộc. Chọn đơn vị kế thừa nhận các đơn vị ấy, hoặc chuyển chúng đi trước.',
  },
  'directory.has-open-work': {
    status: 409,
    vi: 'Còn {count} việc hoặc hồ sơ chưa xong, {serves} đơn vị đang nhận hồ sơ tại đây. Chọn đơn vị kế thừa, hoặc làm xong trước.',
  },
  'directory.unknown-role': { status: 422, vi: 'Không có vai trò "{role}". Chọn vai trò trong danh sách.' },
  'directory.duty-twice': { status: 422, vi: 'Một nhiệm vụ ghi hai lần. Bỏ bớt một dòng.' },
  'directory.later-duties': {
    status: 409,
    vi: 'Nhiệm vụ của chức vụ này đã có thay đổi từ ngày đó hoặc sau đó. Chọn ngày muộn hơn.',
  },
  'directory.post-ended': {
    status: 422,
    vi: 'Chức vụ "{title}" không có trọn khoảng thời gian đó. Xem lại ngày.',
  },
  'directory.post-held': {
    status: 409,
    vi: '{name} còn giữ chức vụ này vào ngày đó. Cho thôi giữ chức vụ trước.',
  },
  'directory.post-has-work': {
    status: 409,
    vi: 'Còn {count} việc giao đích danh chức vụ này. Trưởng đơn vị giao lại trước.',
  },
  'directory.born-later': { status: 422, vi: 'Ngày sinh ở tương lai. Xem lại ngày sinh.' },
  'directory.ends-before-start': { status: 422, vi: 'Ngày kết thúc phải sau ngày bắt đầu. Xem lại hai ngày.' },
  'directory.holds-already': {
    status: 409,
    vi: 'Người này đã giữ chức vụ "{title}" trong khoảng thời gian đó.',
  },
  'directory.main-held': {
    status: 409,
    vi: '{name} đang giữ chính thức chức vụ này trong khoảng thời gian đó. Cho thôi giữ trước, hoặc chọn kiêm nhiệm.',
  },
  'directory.second-main': {
    status: 409,
    vi: 'Người này đã có chức vụ chính thức "{title}" trong khoảng thời gian đó. Chọn kiêm nhiệm hoặc biệt phái.',
  },
  'directory.appointment-ended': { status: 409, vi: 'Người này đã thôi giữ chức vụ trước ngày đó.' },
  'directory.delegates-to-itself': { status: 422, vi: 'Chọn chức vụ khác để nhận ủy quyền.' },
  'directory.act-not-own': {
    status: 422,
    vi: 'Có việc mà chức vụ "{title}" không tự mình được làm, nên không giao được. Chọn trong các việc của chức vụ ấy.',
  },
  'directory.document-later': {
    status: 422,
    vi: 'Văn bản phải ký trước hoặc trong ngày bắt đầu, và không ở tương lai. Xem lại ngày văn bản.',
  },
  'directory.period-wanted': { status: 422, vi: 'Thừa ủy quyền phải có thời hạn. Ghi ngày hết hiệu lực.' },
  'directory.not-a-deputy': {
    status: 422,
    vi: 'Ký thay chỉ giữa cấp trưởng và cấp phó trong một cơ quan. Chọn chức vụ cùng cơ quan, hoặc hình thức khác.',
  },
  'directory.delegated-already': {
    status: 409,
    vi: 'Việc này đã được giao cho chức vụ ấy trong khoảng thời gian đó. Thu hồi văn bản trước, hoặc bớt việc.',
  },
  'directory.revoked-already': { status: 409, vi: 'Văn bản này đã thu hồi hoặc hết hiệu lực.' },
}
