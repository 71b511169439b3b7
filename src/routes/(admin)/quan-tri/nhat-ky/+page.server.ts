import { mayAnywhere } from '#server/platform/call.ts'
import { listAudit } from '#server/platform/operator-queries.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  if (!mayAnywhere(call.actor, 'audit.view')) throw new Refusal('accounts.no-right')
  const given = (name: string) => url.searchParams.get(name)?.trim().slice(0, 100) || undefined
  const before = given('truoc')
  const filter = { organisationId: given('co-quan'), act: given('viec'), subjectId: given('ve') }
  const lines = await listAudit(
    call.db,
    { ...filter, before: before && !Number.isNaN(Date.parse(before)) ? new Date(before) : undefined },
    50,
  )
  const last = lines.at(-1)
  const params = new URLSearchParams([...url.searchParams].filter(([name]) => name !== 'truoc'))
  if (last && lines.length === 50) params.set('truoc', last.at.toISOString())
  return {
    filter,
    lines,
    next: last && lines.length === 50 ? `/quan-tri/nhat-ky?${params}` : null,
    first: before ? '/quan-tri/nhat-ky' : null,
  }
}
