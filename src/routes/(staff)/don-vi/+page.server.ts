import { listHolders } from '#server/dossiers/index.ts'
import { addressWith } from '../inbox-filter.ts'
import { shownHolders } from './holders.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const lateOnly = url.searchParams.get('tre') === '1'
  const skip = Math.min(Math.max(Math.trunc(Number(url.searchParams.get('sau')) || 0), 0), 100_000)
  const page = await listHolders(call, { lateOnly, skip })
  return {
    loads: await shownHolders(call, page.items),
    lateOnly,
    chosen: lateOnly ? [{ name: 'tre', words: 'Chỉ người đang trễ', without: '/don-vi' }] : [],
    next: page.next ? addressWith(url, { sau: String(page.next) }) : null,
    first: skip > 0 ? addressWith(url, {}) : null,
    sheet: addressWith(url, {}, '/don-vi/bang-tinh'),
  }
}
