import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { type HolderLoad, holderWords } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'

/** A holder as the head sees it: post and unit, the person in the post, and the word that stands for it in an address. */
export type ShownHolder = HolderLoad & { key: string; words: string; person: string | null }

export async function shownHolders({ db, now }: Call, loads: readonly HolderLoad[]): Promise<ShownHolder[]> {
  const on = vietnamDate(now)
  const [directory, posts] = await Promise.all([loadDirectory(db, on), loadPosts(db, on)])
  return loads.map((load) => {
    const post = load.postId ? posts.all.get(load.postId) : undefined
    const serving = load.postId ? [] : posts.serving(load.queue)
    return {
      ...load,
      key: load.postId ? `chuc-vu:${load.postId}` : `hang:${load.queue}`,
      words: holderWords(directory, load, post?.title),
      person:
        post?.holder ??
        (serving.length === 1
          ? (serving[0]!.holder ?? null)
          : serving.length > 1
            ? `hàng chờ chung của ${serving.length} người`
            : null),
    }
  })
}

/** The holder an address names (`nguoi`), as a filter. */
export function readHolder(given: string | null): { postId: string } | { queue: string } | undefined {
  if (given?.startsWith('chuc-vu:')) return { postId: given.slice('chuc-vu:'.length, 300) }
  return given?.startsWith('hang:') ? { queue: given.slice('hang:'.length, 300) } : undefined
}
