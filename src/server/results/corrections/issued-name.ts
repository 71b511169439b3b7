import type { Dossier } from '#server/dossiers/index.ts'
import type { Paper } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import type { DossierResult } from '../schema.ts'
import { preparables } from '../templates.ts'

/** What an issued result is called in its procedure; else as its paper is titled. */
export async function issuedName(
  db: Db,
  dossier: Pick<Dossier, 'procedureVersionId'>,
  result: Pick<DossierResult, 'resultKey'>,
  paper: Pick<Paper, 'title'>,
): Promise<string> {
  const { content } = await getVersion(db, dossier.procedureVersionId)
  return preparables(content, '').find((each) => each.key === result.resultKey)?.name ?? paper.title
}

/** "số 12/XNHN-UBND ngày 24/11/2026", of a paper in a sentence. */
export const paperInWords = ({ notation, numberedOn }: Pick<Paper, 'notation' | 'numberedOn'>) =>
  [notation && `số ${notation}`, numberedOn && `ngày ${numberedOn.split('-').toReversed().join('/')}`]
    .filter(Boolean)
    .join(' ')
