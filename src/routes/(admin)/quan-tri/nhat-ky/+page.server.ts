import { auditPage, readAuditFilter } from './reading.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const asked = readAuditFilter(url)
  const { items, next } = await auditPage(locals.call, asked, 50)
  const address = (path: string, place?: string) => {
    const params = new URLSearchParams([...url.searchParams].filter(([name, value]) => name !== 'sau' && value))
    if (place) params.set('sau', place)
    return params.size > 0 ? `${path}?${params}` : path
  }
  return {
    filter: asked.filter,
    lines: items,
    next: next ? address('/quan-tri/nhat-ky', `${next.at.toISOString()}|${next.organisationId}|${next.seq}`) : null,
    first: asked.after ? address('/quan-tri/nhat-ky') : null,
    sheet: address('/quan-tri/nhat-ky/bang-tinh'),
  }
}
