import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = ({ locals }) => ({
  name: locals.signedIn?.actor.name ?? null,
  official: locals.signedIn?.actor.kind === 'official',
})
