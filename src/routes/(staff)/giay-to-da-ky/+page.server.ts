import type { IssuedFilter } from '#server/results/index.ts'
import { listIssued } from '#server/results/index.ts'
import type { PageServerLoad } from './$types.js'

const STATES = ['valid', 'ended', 'all'] as const

/** Where the list goes on: the day and id of its last line. */
const afterOf = (text: string | null): IssuedFilter['after'] => {
  const found = /^(\d{4}-\d{2}-\d{2})_([0-9a-f-]{36})$/.exec(text ?? '')
  return found ? { numberedOn: found[1]!, id: found[2]! } : undefined
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
