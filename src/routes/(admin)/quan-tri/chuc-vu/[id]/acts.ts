import { own } from '#own-keys'
import {
  changeDuties,
  ChangeDuties,
  delegate,
  Delegate,
  endPost,
  EndPost,
  revokeDelegation,
  RevokeDelegation,
  type viewPost,
} from '#server/directory/index.ts'
import { type ActForm, actForm } from '../../act-form.ts'
import { FROM } from '../../directory-fields.ts'
import { ACTS, FORMS, options } from '../../directory-words.ts'
import { pathOf } from '../../../../path-of.ts'

/** The acts on one post, each with its form, by the last word of its address; `which` is the delegation to revoke. */
export function actsOnPost(
  { post, duties, delegations, ownActs }: Awaited<ReturnType<typeof viewPost>>,
  which: string,
): Record<string, ActForm> {
  const back = () => pathOf`/quan-tri/chuc-vu/${post.id}`
  const given = delegations.find((each) => each.id === which && each.fromPostId === post.id)
  const revoking = given && {
    'thu-hoi': actForm({
      title: 'Thu hồi văn bản giao quyền',
      intro: `Văn bản ${given.documentNumber}: giao cho ${given.toTitle}. Thu hồi có hiệu lực ngay; việc đã làm vẫn giữ.`,
      button: 'Thu hồi',
      stern: true,
      fields: [{ name: 'remark', label: 'Căn cứ thu hồi', hint: 'Số, ngày của văn bản, hoặc lý do', kind: 'text' }],
      command: RevokeDelegation,
      fixed: { delegationId: given.id },
      run: revokeDelegation,
      leads: back,
    }),
  }
  return {
    'nhiem-vu': actForm({
      title: 'Đổi nhiệm vụ',
      intro: `${post.title}. Nhiệm vụ giữ nguyên thì để nguyên dòng; xóa chữ ở ô đơn vị và chọn lại "Chọn" ở vai trò để bỏ một nhiệm vụ.`,
      button: 'Lưu nhiệm vụ',
      fields: [
        FROM,
        {
          ...{ name: 'duties', label: 'Nhiệm vụ từ ngày ấy', kind: 'duties' },
          duties: duties.filter((each) => each.to === null).map((each) => ({ ...each })),
        },
      ],
      command: ChangeDuties,
      fixed: { postId: post.id },
      run: changeDuties,
      leads: back,
    }),
    'ket-thuc': actForm({
      title: 'Chấm dứt chức vụ',
      intro: `${post.title}. Trước đó không còn ai giữ và không còn việc giao đích danh.`,
      button: 'Chấm dứt chức vụ',
      stern: true,
      fields: [{ ...FROM, label: 'Không còn từ ngày' }],
      command: EndPost,
      fixed: { postId: post.id },
      run: endPost,
      leads: back,
    }),
    'uy-quyen': actForm({
      title: 'Giao quyền bằng văn bản',
      intro: `${post.title} giao cho chức vụ khác. Chỉ giao được việc tự mình được làm; việc được giao không giao tiếp.`,
      button: 'Lưu văn bản',
      fields: [
        { name: 'form', label: 'Hình thức', kind: 'choice', options: options(FORMS) },
        { name: 'toPostId', label: 'Giao cho chức vụ', hint: 'Gõ vài chữ rồi chọn trong danh sách', kind: 'post' },
        {
          ...{ name: 'acts', label: 'Việc được giao', kind: 'many' },
          options: ownActs.map((value) => ({ value, label: own(ACTS, value) ?? value })),
        },
        { name: 'documentNumber', label: 'Số văn bản', kind: 'text', short: true },
        { name: 'documentOn', label: 'Ngày văn bản', hint: 'ngày/tháng/năm', kind: 'date' },
        FROM,
        {
          ...{ name: 'to', label: 'Hết hiệu lực từ ngày', kind: 'date', optional: true },
          hint: 'ngày/tháng/năm; thừa ủy quyền bắt buộc có',
        },
      ],
      command: Delegate,
      fixed: { fromPostId: post.id },
      run: delegate,
      leads: back,
    }),
    ...revoking,
  }
}
