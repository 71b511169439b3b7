import { searchPeople } from '#server/directory/index.ts'
import { postWords } from '../directory-words.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const words = url.searchParams.get('q')?.trim().slice(0, 100) ?? ''
  const [name, id] = (url.searchParams.get('sau') ?? '').split('|')
  const after = name && id && /^[0-9a-f-]{36}$/.test(id) ? { name: name.slice(0, 200), id } : undefined
  const { items, next } = await searchPeople(locals.call, { words, after, limit: 50 })
  const path = (more: Record<string, string>) =>
    `/quan-tri/nhan-su?${new URLSearchParams({ ...(words ? { q: words } : {}), ...more })}`
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
