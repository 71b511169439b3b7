import { redirect } from '@sveltejs/kit'
import { listOwn, STATES } from '#server/dossiers/index.ts'
import { listDrafts } from '#server/filing/index.ts'
import { getVersion } from '#server/procedures/index.ts'
import { readPlace } from '#server/platform/identifiers.ts'
import { pathOf } from '../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  if (call.actor.kind === 'official') redirect(303, '/viec')
  const place = readPlace(url.searchParams.get('sau'))
  const after = place && { filedAt: place.at, id: place.id }
  const [drafts, own] = await Promise.all([listDrafts(call), listOwn(call, after)])
  const items = await Promise.all(
    own.items.map(async (line) => {
      const { content } = await getVersion(call.db, line.versionId)
      return {
        ...line,
        name: content.shortName ?? content.name,
        words: STATES[line.state].words,
        late: line.dueAt !== null && !line.settledAt && line.dueAt < call.now,
      }
    }),
  )
  return {
    drafts,
    items,
    next: own.next ? pathOf`/ho-so?sau=${`${own.next.filedAt.toISOString()}|${own.next.id}`}` : null,
    first: after ? '/ho-so' : null,
  }
}
