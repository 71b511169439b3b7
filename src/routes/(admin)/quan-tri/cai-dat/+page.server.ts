import { redirect } from '@sveltejs/kit'
import { changeSecondFactorRoles, getSecondFactorRoles, ROLES_OF_DUTY } from '#server/accounts/index.ts'
import { listRuleSets } from '#server/directory/index.ts'
import { mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { dutyWords } from '../../duty-words.ts'
import { attempt } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, actor } = locals.call
  if (!mayAnywhere(actor, 'settings.change')) throw new Refusal('accounts.no-right')
  const [secondFactor, ruleSets] = await Promise.all([getSecondFactorRoles(db), listRuleSets(db)])
  return {
    secondFactor: { roles: [...secondFactor.roles], changedAt: secondFactor.changedAt },
    roles: ROLES_OF_DUTY.map((value) => ({ value, label: dutyWords(value) })),
    ruleSets: ruleSets.map(({ settings, ...rest }) => ({ ...rest, settings: Object.entries(settings) })),
    demonstration: running().settings.demonstration,
    saved: url.searchParams.has('da-luu'),
  }
}

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const roles = form.getAll('vai-tro').map(String)
    const result = await attempt(form, async () => {
      await changeSecondFactorRoles(locals.call, { roles })
      return { done: true as const }
    })
    if (!('done' in result)) return { ...result, data: { ...result.data, roles } }
    redirect(303, '/quan-tri/cai-dat?da-luu')
  },
}
