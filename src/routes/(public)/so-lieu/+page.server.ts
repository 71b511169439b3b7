import { figuresForPublic } from '#server/insight/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  setHeaders({ 'x-dinh-cache': 'figures' })
  return figuresForPublic(locals.call.db, locals.call.now)
}
