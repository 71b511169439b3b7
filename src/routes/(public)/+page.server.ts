import { figuresForPublic } from '#server/insight/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { mostUsed } from '#server/procedures/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const { db, now } = locals.call
  const [used, figures] = await Promise.all([mostUsed(db, vietnamDate(now), 8), figuresForPublic(db, now)])
  setHeaders({ 'x-dinh-cache': 'home' })
  const { sums, open, to } = figures
  return {
    used: used.map(({ code, name, shortName, tier }) => ({ code, name: shortName ?? name, tier })),
    sums,
    open,
    to,
  }
}
