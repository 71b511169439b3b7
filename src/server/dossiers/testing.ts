import '#server/guards.ts'
import { grantsOfPost, loadPosts, queuesOf } from '#server/directory/index.ts'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listTasks } from '#server/workflow/index.ts'

/** An official of the demonstration as he acts in a post, with its grants and queues. */
export async function officialOf(db: Db, postId: string, now: Date): Promise<Actor> {
  const on = vietnamDate(now)
  const post = (await loadPosts(db, on)).all.get(postId)
  if (!post) throw new Error(`No post ${postId}`)
  return {
    ...{
      kind: 'official' as const,
      id: `account of ${postId}`,
      name: post.holder ?? 'Không tên',
      postId,
      postTitle: post.title,
    },
    ...{ organisationId: post.organisationId, grants: await grantsOfPost(db, postId, on), queues: queuesOf(post) },
  }
}

/** A citizen who files for himself. */
export const aCitizen = (id = '0190a0a0-0000-7000-8000-000000000001'): Actor => ({
  ...{ kind: 'citizen' as const, id, name: 'Nguyễn Văn Thử', grants: new Map(), queues: [] },
})

/** A call as whoever holds the open main task of a dossier. */
export async function asHolder(db: Db, dossierId: string, now: Date): Promise<Call> {
  const open = (await listTasks(db, dossierId)).find((task) => !task.doneAt && !task.side)
  if (!open) throw new Error('No open task')
  const posts = await loadPosts(db, vietnamDate(now))
  const postId = open.postId ?? posts.serving(open.queue)[0]?.id
  if (!postId) throw new Error(`Nobody serves ${open.queue} (${open.stepKey})`)
  return { db, actor: await officialOf(db, postId, now), now, origin: { requestId: 'test' } }
}
