import {
  appoint,
  Appoint,
  changePerson,
  ChangePerson,
  endAppointment,
  EndAppointment,
  type viewPerson,
} from '#server/directory/index.ts'
import { type ActForm, actForm } from '../../act-form.ts'
import { DECISION, FROM, PERSON } from '../../directory-fields.ts'
import { APPOINTMENTS, options } from '../../directory-words.ts'
import { pathOf } from '../../../../path-of.ts'

/** The acts on one person, each with its form, by the last word of its address; `which` is the appointment that ends. */
export function actsOnPerson(
  { person, appointments }: Awaited<ReturnType<typeof viewPerson>>,
  which: string,
): Record<string, ActForm> {
  const back = () => pathOf`/quan-tri/nhan-su/${person.id}`
  const held = appointments.find((each) => each.id === which)
  const ending = held && {
    'thoi-giu': actForm({
      title: 'Thôi giữ chức vụ',
      intro: `${person.fullName} thôi giữ chức vụ "${held.title}". Từ ngày ấy không thi hành chức vụ này nữa.`,
      button: 'Thôi giữ chức vụ',
      stern: true,
      fields: [{ ...FROM, label: 'Không giữ nữa từ ngày' }, DECISION],
      command: EndAppointment,
      fixed: { appointmentId: held.id },
      run: endAppointment,
      leads: back,
    }),
  }
  return {
    sua: actForm({
      title: 'Sửa thông tin',
      button: 'Lưu',
      fields: PERSON(person),
      command: ChangePerson,
      fixed: { id: person.id },
      run: changePerson,
      leads: back,
    }),
    'bo-nhiem': actForm({
      title: `Bổ nhiệm ${person.fullName}`,
      button: 'Bổ nhiệm',
      fields: [
        { name: 'postId', label: 'Chức vụ', hint: 'Gõ vài chữ rồi chọn trong danh sách', kind: 'post' },
        { name: 'kind', label: 'Hình thức', kind: 'choice', options: options(APPOINTMENTS) },
        DECISION,
        { ...FROM, hint: 'ngày/tháng/năm; quyết định đã có hiệu lực thì ghi ngày có hiệu lực' },
        {
          ...{
            name: 'to',
            label: 'Không giữ nữa từ ngày',
            hint: 'ngày/tháng/năm; để trống nếu chưa định',
            kind: 'date',
          },
          optional: true,
        },
      ],
      command: Appoint,
      fixed: { personId: person.id },
      run: appoint,
      leads: back,
    }),
    ...ending,
  }
}
