import { redirect } from '@sveltejs/kit'
import { searchDossiers, STATES } from '#server/dossiers/index.ts'
import { getVersion } from '#server/procedures/index.ts'
import { pathOf } from '../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const phrase = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const found = phrase ? await searchDossiers(call, phrase) : []
  if (found.length === 1) redirect(303, pathOf`/viec/${found[0]!.code}`)
  const items = await Promise.all(
    found.map(async (line) => {
      const { content } = await getVersion(call.db, line.versionId)
      return { ...line, procedure: content.shortName ?? content.name, words: STATES[line.state].words }
    }),
  )
  return { phrase, items }
}
