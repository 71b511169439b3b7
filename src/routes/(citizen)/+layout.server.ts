import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = ({ locals }) => ({
  name: locals.call.actor.name,
  official: locals.call.actor.kind === 'official',
  post: locals.call.actor.postTitle ?? null,
  unread: locals.signedIn?.session.unread ?? 0,
})
