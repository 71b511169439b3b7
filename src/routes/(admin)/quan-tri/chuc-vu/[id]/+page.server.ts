import { own } from '#own-keys'
import { viewPost } from '#server/directory/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { dateWords } from '#ui/format.ts'
import { ACTS, APPOINTMENTS, FORMS, FUNCTIONS, ROLES, spanWords } from '../../directory-words.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { call } = locals
  const { post, duties, holders, delegations } = await viewPost(call, params.id)
  const today = vietnamDate(call.now)
  const lineOf = (each: (typeof delegations)[number]) => ({
    ...{
      id: each.id,
      form: own(FORMS, each.form) ?? each.form,
      document: `${each.documentNumber}, ${dateWords(each.documentOn)}`,
    },
    acts: each.acts.map((act) => own(ACTS, act) ?? act).join(', '),
    other:
      each.fromPostId === post.id
        ? { id: each.toPostId, title: each.toTitle }
        : { id: each.fromPostId, title: each.fromTitle },
    span: spanWords(each.from, each.to),
    revokedOn: each.revokedAt ? dateWords(each.revokedAt) : '',
    open: !each.revokedAt && (each.to === null || each.to > today),
  })
  return {
    ...{ id: post.id, title: post.title, unit: { id: post.organisationId, name: post.unitName }, ended: post.to },
    span: spanWords(post.from, post.to),
    duties: duties.map((each) => ({
      ...{ unitId: each.organisationId, unitName: each.unitName, role: own(ROLES, each.role) ?? each.role },
      ...{
        function: each.function ? (own(FUNCTIONS, each.function) ?? each.function) : '',
        span: spanWords(each.from, each.to),
      },
    })),
    holders: holders.map((each) => ({
      ...{ id: each.id, personId: each.personId, name: each.fullName, kind: own(APPOINTMENTS, each.kind) ?? each.kind },
      ...{ span: spanWords(each.from, each.to), decision: each.decisionNumber ?? '' },
    })),
    given: delegations.filter((each) => each.fromPostId === post.id).map(lineOf),
    received: delegations.filter((each) => each.toPostId === post.id).map(lineOf),
  }
}
