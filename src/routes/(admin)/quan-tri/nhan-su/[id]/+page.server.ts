import { own } from '#own-keys'
import { listAccountsOfPerson } from '#server/accounts/index.ts'
import { viewPerson } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { dateWords } from '#ui/format.ts'
import { APPOINTMENTS, spanWords } from '../../directory-words.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { call } = locals
  const { person, appointments } = await viewPerson(call, params.id)
  const today = vietnamDate(call.now)
  return {
    ...{ id: person.id, name: person.fullName },
    facts: [
      { title: 'Ngày sinh', words: dateWords(person.birthDate) },
      { title: 'Giới tính', words: person.gender === 'female' ? 'Nữ' : person.gender === 'male' ? 'Nam' : '' },
      { title: 'Điện thoại', words: person.phone ?? '' },
      { title: 'Thư điện tử', words: person.email ?? '' },
    ],
    appointments: appointments.map((each) => ({
      ...{ id: each.id, postId: each.postId, title: each.title, unitName: each.unitName },
      ...{ kind: own(APPOINTMENTS, each.kind) ?? each.kind, decision: each.decisionNumber ?? '' },
      ...{ span: spanWords(each.from, each.to), open: each.to === null || each.to > today },
    })),
    accounts: await listAccountsOfPerson(call.db, person.id),
  }
}
