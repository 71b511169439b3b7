import { loadPosts } from '#server/directory/index.ts'
import { systemActor, type Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listDemonstrationKeys, listDemonstrationPeople } from './queries.ts'
import type { DemonstrationHolder, SigningHouse } from './schema.ts'

const AT_ONCE = 12

type Wanted = { label: string; accountId: string; of: DemonstrationHolder }

/**
 * Gives the demonstration its keys and certificates little by little, so that the register is alive and the first start stays short: every
 * post of somebody who can sign in, and the seal of every organisation with a records clerk. Whoever signs before his turn gets his at once.
 * Answers how many were made; nothing where the demonstration authority is off.
 */
export async function equipDemonstration(db: Db, house: SigningHouse, now: Date): Promise<number> {
  const { makeDemonstrationKey } = house
  if (!makeDemonstrationKey) return 0
  const [posts, people, known] = await Promise.all([
    loadPosts(db, vietnamDate(now)),
    listDemonstrationPeople(db),
    listDemonstrationKeys(db),
  ])
  const persons: Wanted[] = people.flatMap(({ accountId, personId }) =>
    posts.heldBy(personId).map(({ id: postId }) => ({
      ...{ label: `post ${postId} ${accountId}`, accountId, of: { postId } },
    })),
  )
  const clerks = [...posts.all.values()].flatMap((post) => post.duties.filter((duty) => duty.role === 'records-clerk'))
  const seals: Wanted[] = [...new Set(clerks.map((duty) => duty.organisationId))].map((organisationId) => ({
    ...{ label: `organisation ${organisationId}`, accountId: systemActor.id, of: { organisationId } },
  }))
  const next = [...persons, ...seals].filter(({ label }) => !known.has(label)).slice(0, AT_ONCE)
  for (const { accountId, of } of next)
    await makeDemonstrationKey({ db, actor: { ...systemActor, id: accountId }, now }, of)
  return next.length
}
