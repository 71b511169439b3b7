import { fail, redirect } from '@sveltejs/kit'
import {
  changeIdleMinutes,
  changeSecondFactorRoles,
  getIdleMinutes,
  getSecondFactorRoles,
  ROLES_OF_DUTY,
} from '#server/accounts/index.ts'
import { listRuleSets } from '#server/directory/index.ts'
import { mayForHouse } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { changeSigningSecondFactor, getSigningSecondFactor } from '#server/signing/index.ts'
import { running } from '#server/platform/running.ts'
import { dutyWords } from '../../duty-words.ts'
import { attempt, textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { db, actor } = locals.call
  if (!mayForHouse(actor, 'settings.change')) throw new Refusal('accounts.no-right')
  const [secondFactor, ruleSets, signing] = await Promise.all([
    ...([getSecondFactorRoles(db), listRuleSets(db), getSigningSecondFactor(locals.call)] as const),
  ])
  return {
    secondFactor: { roles: [...secondFactor.roles], changedAt: secondFactor.changedAt },
    signing,
    roles: ROLES_OF_DUTY.map((value) => ({ value, label: dutyWords(value) })),
    ruleSets: ruleSets.map(({ settings, ...rest }) => ({ ...rest, settings: Object.entries(settings) })),
    demonstration: running().settings.demonstration,
    idle: await getIdleMinutes(db),
    saved: url.searchParams.has('da-luu'),
  }
}

export const actions: Actions = {
  'ky-so': async ({ request, locals }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      await changeSigningSecondFactor(locals.call, { of: textOf(form, 'ky-so', 20) })
      return { done: true as const }
    })
    if (!('done' in result)) return fail(result.status, { ...result.data, roles: null, act: 'ky-so' })
    redirect(303, '/quan-tri/cai-dat?da-luu')
  },
  'khoa-man-hinh': async ({ request, locals }) => {
    const form = await request.formData()
    const minutesOf = (name: string) =>
      /^\d{1,4}$/.test(textOf(form, name, 10)) ? Number(textOf(form, name, 10)) : NaN
    const result = await attempt(form, async () => {
      await changeIdleMinutes(locals.call, { official: minutesOf('can-bo'), citizen: minutesOf('cong-dan') })
      return { done: true as const }
    })
    if (!('done' in result)) return fail(result.status, { ...result.data, roles: null, act: 'khoa-man-hinh' })
    redirect(303, '/quan-tri/cai-dat?da-luu')
  },
  'vai-tro': async ({ request, locals }) => {
    const form = await request.formData()
    const roles = form.getAll('vai-tro').map(String)
    const result = await attempt(form, async () => {
      await changeSecondFactorRoles(locals.call, { roles })
      return { done: true as const }
    })
    if (!('done' in result)) return fail(result.status, { ...result.data, roles, act: 'vai-tro' })
    redirect(303, '/quan-tri/cai-dat?da-luu')
  },
}
