import { ACCOUNT_STATES, type AccountState, listOfficials, listPersonsWithoutAccount } from '#server/accounts/index.ts'
import { pathOf } from '../../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const words = url.searchParams.get('q')?.trim().slice(0, 100) ?? ''
  const asked = url.searchParams.get('tt') as AccountState | null
  const state = asked && ACCOUNT_STATES.includes(asked) ? asked : undefined
  const after = url.searchParams.get('sau')?.slice(0, 100)
  const page = await listOfficials(locals.call, { words, state, after, limit: 50 })
  const params = new URLSearchParams([...url.searchParams].filter(([name]) => name !== 'sau'))
  const first = pathOf`/quan-tri/tai-khoan?${params}`
  if (page.next) params.set('sau', page.next)
  return {
    ...{ words, state: state ?? null, items: page.items },
    ...{ next: page.next ? pathOf`/quan-tri/tai-khoan?${params}` : null, first: after ? first : null },
    without: words ? await listPersonsWithoutAccount(locals.call, words) : [],
    sheet: pathOf`/quan-tri/tai-khoan/bang-tinh?${new URLSearchParams({ ...(words ? { q: words } : {}), ...(state ? { tt: state } : {}) })}`,
  }
}
