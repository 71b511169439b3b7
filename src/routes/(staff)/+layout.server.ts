import { loadDirectory } from '#server/directory/index.ts'
import { mayAnywhere } from '#server/platform/call.ts'
import { printsCards } from '#server/results/index.ts'
import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = async ({ locals }) => {
  const { actor, db } = locals.call
  const own = actor.organisationId ? (await loadDirectory(db)).organisation(actor.organisationId) : undefined
  return {
    name: actor.name,
    post: actor.postTitle ?? '',
    unit: own?.name ?? '',
    several: (locals.signedIn?.posts.length ?? 0) > 1,
    unread: locals.signedIn?.session.unread ?? 0,
    desk: mayAnywhere(actor, 'dossiers.file-at-desk'),
    signs: ['signing.lead', 'signing.head', 'signing.receive'].some((act) => mayAnywhere(actor, act)),
    seals: mayAnywhere(actor, 'signing.seal'),
    ends: mayAnywhere(actor, 'papers.withdraw'),
    head: mayAnywhere(actor, 'dossiers.reassign'),
    certificates: mayAnywhere(actor, 'certificates.view'),
    blanks: actor.grants.get('blanks.keep')?.has(actor.organisationId ?? '') ?? false,
    books: mayAnywhere(actor, 'books.view'),
    cards: printsCards(own?.functions ?? []) && mayAnywhere(actor, 'cards.print'),
    admin: [
      'directory.change',
      'accounts.change',
      'calendars.change',
      'tokens.change',
      'settings.change',
      'procedures.view-drafts',
      'procedures.draft',
      'procedures.check',
      'procedures.publish',
      'audit.view',
      'papers.change-templates',
      'papers.publish-templates',
      'signing.administer',
    ].some((act) => mayAnywhere(actor, act)),
  }
}
