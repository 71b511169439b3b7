import { loadDirectory } from '#server/directory/index.ts'
import type { Paper, Signs } from '#server/papers/index.ts'
import { type Call, type Db, may } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { placesOf } from './places.ts'
import { findRequest, listSignatureJobs, type SignatureJob } from './request-queries.ts'
import { RIGHT_OF_PLACE } from './schema.ts'

/** The place of a paper that still waits for initials (ký nháy); most templates have none, and a recorded approval is enough. */
export async function initialsWanted(db: Db, paper: Paper): Promise<string | undefined> {
  const [{ signs }, jobs] = await Promise.all([placesOf(db, paper), listSignatureJobs(db, paper.id)])
  return unsigned(signs, jobs)
}
export const unsigned = (signs: readonly Signs[], jobs: readonly Pick<SignatureJob, 'field'>[]) =>
  signs.find((each) => each.by === 'initials' && !jobs.some((job) => job.field === each.key))?.key

/** Whether a place was asked of anybody already. */
export const isAskedFor = async (db: Db, paperId: string, key: string) =>
  (await findRequest(db, { paperId, field: key })) !== undefined

/**
 * Whether the post of this actor may sign a place of a paper. Whoever initials heads a part of the agency: his right reaches his own part,
 * which stands in the agency or is it; all others sign by a right that reaches the agency.
 */
export async function maySignPlace({ db, actor, now }: Call, by: Signs['by'], paper: Pick<Paper, 'organisationId'>) {
  if (!actor.postId || by === 'applicant') return false
  if (by !== 'initials') return may(actor, RIGHT_OF_PLACE[by], paper.organisationId)
  const { organisationId: part } = actor
  if (!part || !may(actor, RIGHT_OF_PLACE.initials, part)) return false
  return (await loadDirectory(db, vietnamDate(now))).subtree(paper.organisationId).has(part)
}
