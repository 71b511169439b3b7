import { listCopies } from '#server/signing/index.ts'
import { COPY_FORM_OPTIONS, copyLine } from '../../copy-words.ts'
import { copyFilter, placeText, readPlace } from './reading.ts'
import { pathOf } from '../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const filter = copyFilter(url)
  const after = readPlace(url)
  const { items, next } = await listCopies(locals.call, filter, after)
  const params = new URLSearchParams([...url.searchParams].filter(([name, value]) => name !== 'sau' && value !== ''))
  const query = new URLSearchParams(params)
  if (next) params.set('sau', placeText(next))
  return {
    copies: items.map((copy) => ({ ...copyLine(copy), href: pathOf`/ban-sao/${copy.id}` })),
    given: filter,
    typed: { from: url.searchParams.get('tu')?.slice(0, 10), to: url.searchParams.get('den')?.slice(0, 10) },
    forms: COPY_FORM_OPTIONS,
    next: next ? pathOf`/ban-sao?${params}` : null,
    first: after ? pathOf`/ban-sao?${query}` : null,
    sheet: pathOf`/ban-sao/bang-tinh?${query}`,
  }
}
