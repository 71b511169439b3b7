import { CERTIFICATE_KINDS, LIST_STATES, listCertificates } from '#server/certificates/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { may, mayAnywhere } from '#server/platform/call.ts'
import { certificateState, FILTER_WORDS, KIND_WORDS } from '../../../certificate-words.ts'
import { certificateFilter } from './filter.ts'
import type { PageServerLoad } from './$types.js'

const HERE = '/quan-tri/chung-thuc-so'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const filter = certificateFilter(url)
  const after = url.searchParams.get('sau')?.slice(0, 60)
  const page = await listCertificates(call, { ...filter, after, limit: 50 })
  const directory = await loadDirectory(call.db)
  const params = new URLSearchParams([...url.searchParams].filter(([name]) => name !== 'sau'))
  const query = params.toString()
  if (page.next) params.set('sau', page.next)
  return {
    items: page.items.map((item) => ({ ...item, shown: certificateState(item, call.now) })),
    given: filter,
    next: page.next ? `${HERE}?${params}` : null,
    first: after ? `${HERE}?${query}` : null,
    sheet: `${HERE}/bang-tinh?${query}`,
    states: LIST_STATES.map((value) => ({ value, label: FILTER_WORDS[value]! })),
    kinds: CERTIFICATE_KINDS.map((value) => ({ value, label: KIND_WORDS[value]! })),
    units: directory
      .all()
      .filter((each) => may(call.actor, 'certificates.view', each.id))
      .map((each) => ({ value: each.id, label: each.name })),
    imports: mayAnywhere(call.actor, 'certificates.issue'),
    authorities: mayAnywhere(call.actor, 'certificates.authorities'),
    chains: mayAnywhere(call.actor, 'settings.change'),
  }
}
