import {
  changeOrganisation,
  ChangeOrganisation,
  createPost,
  CreatePost,
  endOrganisation,
  EndOrganisation,
  setCode,
  SetCode,
  setDesk,
  SetDesk,
  type viewUnit,
} from '#server/directory/index.ts'
import { type ActForm, actForm } from '../../act-form.ts'
import { BASIS, FACTS, FROM } from '../../directory-fields.ts'
import { options, SCHEMES, SUCCESSIONS } from '../../directory-words.ts'
import { pathOf } from '../../../../path-of.ts'

/** The acts on one unit, each with its form, by the last word of its address. */
export function actsOnUnit({ unit, desks }: Awaited<ReturnType<typeof viewUnit>>): Record<string, ActForm> {
  const back = () => pathOf`/quan-tri/don-vi/${unit.id}`
  const given = { address: unit.address ?? '', phone: unit.phone ?? '', functions: [...unit.functions] }
  const desk = desks.find((each) => each.servedId === unit.id && each.to === null)?.deskId ?? ''
  const top = unit.parentId === null
  return {
    sua: actForm({
      title: 'Sửa đơn vị',
      intro: 'Đổi tên, đơn vị chủ quản, địa chỉ, lĩnh vực từ một ngày. Những ngày trước đó giữ nguyên.',
      button: 'Lưu thay đổi',
      fields: [
        { name: 'name', label: 'Tên đầy đủ', kind: 'text', given: unit.name },
        ...(top ? [] : [{ name: 'parentId', label: 'Thuộc đơn vị', kind: 'unit' as const, given: unit.parentId! }]),
        ...FACTS(given),
        FROM,
        BASIS,
      ],
      command: ChangeOrganisation,
      fixed: { id: unit.id, ...(top ? { parentId: null } : {}) },
      run: changeOrganisation,
      leads: back,
    }),
    'cham-dut': actForm({
      title: 'Chấm dứt đơn vị',
      intro:
        'Chức vụ, bổ nhiệm, mã của đơn vị hết theo. Đơn vị kế thừa đầu tiên nhận đơn vị trực thuộc, hồ sơ và việc chưa xong; tên cũ vẫn tìm được.',
      button: 'Chấm dứt đơn vị',
      stern: true,
      fields: [
        { name: 'kind', label: 'Hình thức', kind: 'choice', options: options(SUCCESSIONS) },
        {
          ...{ name: 'successorIds', label: 'Đơn vị kế thừa', kind: 'units', optional: true },
          hint: 'Mã đơn vị, mỗi dòng một đơn vị. Mã ghi ở trang của đơn vị ấy. Giải thể thì để trống.',
        },
        { ...FROM, label: 'Không còn từ ngày' },
        BASIS,
      ],
      command: EndOrganisation,
      fixed: { id: unit.id },
      run: endOrganisation,
      leads: back,
    }),
    ma: actForm({
      title: 'Đổi mã',
      intro: 'Mỗi ngày một đơn vị có một mã mỗi loại, và một mã thuộc một đơn vị.',
      button: 'Lưu mã',
      fields: [
        {
          name: 'scheme',
          label: 'Loại mã',
          kind: 'choice',
          options: options(SCHEMES).filter((each) => each.value !== 'tax'),
        },
        {
          name: 'code',
          label: 'Mã',
          hint: 'Để trống nếu từ ngày ấy không còn mã',
          kind: 'text',
          short: true,
          optional: true,
        },
        FROM,
      ],
      command: SetCode,
      fixed: { organisationId: unit.id },
      run: setCode,
      leads: back,
    }),
    'noi-tiep-nhan': actForm({
      title: 'Đổi nơi tiếp nhận',
      intro: 'Bộ phận một cửa hoặc quầy nhận hồ sơ cho đơn vị này.',
      button: 'Lưu nơi tiếp nhận',
      fields: [
        {
          ...{ name: 'deskId', label: 'Nơi tiếp nhận', kind: 'unit', optional: true, given: desk },
          hint: 'Gõ vài chữ rồi chọn. Để trống nếu không nhận ở đâu nữa.',
        },
        FROM,
      ],
      command: SetDesk,
      fixed: { servedId: unit.id },
      run: setDesk,
      leads: back,
    }),
    'chuc-vu': actForm({
      title: 'Lập chức vụ',
      button: 'Lập chức vụ',
      fields: [
        { name: 'title', label: 'Tên chức vụ', hint: 'Ví dụ: Chuyên viên Phòng Tư pháp', kind: 'text' },
        FROM,
        {
          ...{ name: 'duties', label: 'Nhiệm vụ', kind: 'duties' },
          hint: 'Làm ở đơn vị nào, vai trò gì. Dòng không dùng thì để trống.',
          duties: [{ organisationId: unit.id, role: 'officer', function: '' }],
        },
      ],
      command: CreatePost,
      fixed: { organisationId: unit.id },
      run: createPost,
      leads: (id) => pathOf`/quan-tri/chuc-vu/${id}`,
    }),
  }
}
