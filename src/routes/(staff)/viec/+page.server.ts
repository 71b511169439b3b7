import { listInbox } from '#server/dossiers/index.ts'
import { shownLines } from '../inbox-lines.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const only = url.searchParams.get('loc')
  const [due, id] = (url.searchParams.get('sau') ?? '').split('|')
  const procedureCode = url.searchParams.get('thu-tuc') || undefined
  const filter = {
    only: only === 'new' || only === 'today' || only === 'late' ? (only as 'new' | 'today' | 'late') : undefined,
    after:
      due && id && !Number.isNaN(Date.parse(due)) && /^[0-9a-f-]{36}$/.test(id)
        ? { due: new Date(due), id }
        : undefined,
    procedureCode,
  }
  const page = await listInbox(locals.call, filter)
  const query = (next: Record<string, string | undefined>) => {
    const given = Object.entries({ loc: filter.only, 'thu-tuc': procedureCode, ...next }).filter(
      (entry): entry is [string, string] => Boolean(entry[1]),
    )
    return `/viec${given.length > 0 ? `?${new URLSearchParams(given)}` : ''}`
  }
  return {
    counts: page.counts,
    only: filter.only ?? null,
    items: await shownLines(locals.call, page.items),
    next: page.next ? query({ sau: `${page.next.due.toISOString()}|${page.next.id}` }) : null,
    first: filter.after ? query({}) : null,
  }
}
