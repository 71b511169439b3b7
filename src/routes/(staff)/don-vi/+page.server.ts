import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { holderWords, listHolders } from '#server/dossiers/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { call } = locals
  const on = vietnamDate(call.now)
  const [directory, posts, loads] = await Promise.all([
    loadDirectory(call.db, on),
    loadPosts(call.db, on),
    listHolders(call),
  ])
  return {
    loads: loads.map((load) => {
      const post = load.postId ? posts.all.get(load.postId) : undefined
      const queue = `${load.organisationId}/${load.role}${load.function ? `/${load.function}` : ''}`
      return {
        ...load,
        key: `${queue} ${load.postId ?? ''}`,
        words: holderWords(directory, { ...load, queue }, post?.title),
        person: post?.holder ?? null,
      }
    }),
  }
}
