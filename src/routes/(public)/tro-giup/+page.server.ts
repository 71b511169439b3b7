import { deskToAsk } from '../../desk-to-ask.ts'
import { entersAdministration } from '../../administration.ts'
import { MANUALS } from '../../manuals.ts'
import type { PageServerLoad } from './$types.js'

/** The manuals; one's own stands first. */
export const load: PageServerLoad = async ({ locals: { call }, setHeaders }) => {
  setHeaders({ 'x-dinh-cache': 'help' })
  const { actor, db } = call
  const own =
    actor.kind !== 'official'
      ? 'nguoi-dan'
      : actor.grants.has('signing.lead')
        ? 'lanh-dao'
        : entersAdministration(actor)
          ? 'quan-tri'
          : 'can-bo'
  const first = MANUALS.filter(({ key }) => key === own)
  return { manuals: [...first, ...MANUALS.filter(({ key }) => key !== own)], desk: await deskToAsk(db) }
}
