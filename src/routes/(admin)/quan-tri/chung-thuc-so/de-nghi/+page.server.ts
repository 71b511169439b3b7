import { listRequests } from '#server/certificates/index.ts'
import { requestState } from '../../../../certificate-words.ts'
import type { PageServerLoad } from './$types.js'

const HERE = '/quan-tri/chung-thuc-so/de-nghi'

export const load: PageServerLoad = async ({ locals, url }) => {
  const mine = url.searchParams.get('loc') !== 'tat-ca'
  const after = url.searchParams.get('sau')?.slice(0, 60)
  const page = await listRequests(locals.call, { mine, after, limit: 50 })
  const own = mine ? HERE : `${HERE}?loc=tat-ca`
  return {
    ...{ mine, items: page.items.map((each) => ({ ...each, shown: requestState(each) })) },
    next: page.next ? `${own}${mine ? '?' : '&'}sau=${page.next}` : null,
    first: after ? own : null,
  }
}
