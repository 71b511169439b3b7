import { describeApi } from '#server/api/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ setHeaders }) => {
  setHeaders({ 'x-dinh-cache': 'api' })
  const { paths } = describeApi()
  const acts = Object.entries(paths ?? {}).flatMap(([path, methods]) =>
    Object.entries(methods as Record<string, { summary?: string; security?: unknown }>).map(([method, about]) => ({
      path,
      method: method.toUpperCase(),
      summary: about.summary ?? '',
      open: !about.security,
    })),
  )
  return { acts }
}
