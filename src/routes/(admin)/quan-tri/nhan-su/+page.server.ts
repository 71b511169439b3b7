import { searchPeople } from '#server/directory/index.ts'
import { readNamePlace } from '#server/platform/identifiers.ts'
import { postWords } from '../directory-words.ts'
import { pathOf } from '../../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const words = url.searchParams.get('q')?.trim().slice(0, 100) ?? ''
  const after = readNamePlace(url.searchParams.get('sau'))
  const { items, next } = await searchPeople(locals.call, { words, after, limit: 50 })
  const path = (more: Record<string, string>) =>
    pathOf`/quan-tri/nhan-su?${new URLSearchParams({ ...(words ? { q: words } : {}), ...more })}`
  return {
    words,
    items: items.map((each) => ({
      ...{ id: each.id, fullName: each.fullName },
      posts: each.posts.map(postWords),
    })),
    next: next ? path({ sau: `${next.name}|${next.id}` }) : null,
    first: after ? path({}) : null,
  }
}
