import { findDossier, viewDossier } from '#server/dossiers/index.ts'
import { findPaper, mayWithBooks, type Paper } from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findSlipOfPaper } from '#server/slips/index.ts'
import { OFFICE_BOOK } from './books/index.ts'
import { findResultOfPaper } from './queries.ts'

const unknown = () => new Refusal('results.paper-unknown')

/**
 * A paper, for whoever may see it: officials, those of its dossier (or of the desk whose book it is); the filer, the slips of his dossier
 * but the control slip, and a result once it is complete. Anyone else does not learn that it exists.
 * @throws Refusal `results.paper-unknown`.
 */
export async function findViewablePaper(call: Call, id: string): Promise<Paper> {
  const { db, actor } = call
  const paper = await findPaper(db, { id })
  if (!paper) throw unknown()
  if (paper.subjectKind === 'desk-book') {
    if (!may(actor, 'dossiers.view', paper.organisationId)) throw unknown()
    return paper
  }
  if (paper.subjectKind === OFFICE_BOOK) {
    // A printed book holds what its printer could read: names, for the most part.
    for (const act of ['books.view', 'books.names'] as const)
      if (!(await mayWithBooks(call, act, paper.organisationId))) throw unknown()
    return paper
  }
  if (paper.subjectKind !== 'dossier' || !(await findDossier(db, paper.subjectId))) throw unknown()
  await viewDossier(call, { id: paper.subjectId }).catch((error: unknown) => {
    throw error instanceof Refusal ? unknown() : error
  })
  if (actor.kind === 'official') return paper
  const slip = await findSlipOfPaper(db, paper.id)
  if (slip && slip.kind !== 'control') return paper
  if ((await findResultOfPaper(db, paper.id))?.state === 'complete') return paper
  throw unknown()
}
