import type { IssuedFilter } from '#server/results/index.ts'
import { listIssued } from '#server/results/index.ts'
import { readDayPlace } from '#server/platform/identifiers.ts'
import type { PageServerLoad } from './$types.js'

const STATES = ['valid', 'ended', 'all'] as const

/** Where the list goes on: the day and id of its last line. */
const afterOf = (text: string | null): IssuedFilter['after'] => {
  const place = readDayPlace(text)
  return place && { numberedOn: place.on, id: place.id }
}

export const load: PageServerLoad = async ({ locals, url }) => {
  const words = (url.searchParams.get('q') ?? '').slice(0, 100)
  const state = STATES.find((each) => each === url.searchParams.get('loc')) ?? 'all'
  const after = afterOf(url.searchParams.get('sau'))
  const { items, next } = await listIssued(locals.call, { words, state, after })
  const address = (more: Record<string, string>) =>
    `?${new URLSearchParams({ ...(words ? { q: words } : {}), ...(state === 'all' ? {} : { loc: state }), ...more })}`
  return {
    ...{ items, words, state },
    first: after ? address({}) : null,
    next: next ? address({ sau: `${next.numberedOn}_${next.id}` }) : null,
  }
}
