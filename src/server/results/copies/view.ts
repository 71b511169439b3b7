import { loadDirectory, ruleSetOn } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import { findPaper, type Paper } from '#server/papers/index.ts'
import { type Call, may } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { listCopiesOf, type SignedCopy } from '#server/signing/index.ts'
import { findResult } from '../queries.ts'
import { mayScan, paperResults, whyNoScan } from './rules.ts'
import { findWaitingScan } from './scan-queries.ts'
import type { Scan } from './schema.ts'

/** Copies of a dossier's result as its page shows them. */
export type CopiesView = {
  organisation: { id: string; name: string }
  whyNot: ReturnType<typeof whyNoScan>
  mayScan: boolean
  maySign: boolean
  scan: Scan | undefined
  /** Under how many dpi a scan is warned of. */
  leastDpi: number
  results: { key: string; name: string }[]
  copies: SignedCopy[]
  /** The sealed electronic paper of the dossier, of which a copy may be signed without a scan. */
  paper: Paper | undefined
}

/** Annex I of NĐ 30/2020; the rule set of the installation may ask for more. */
const LEAST_DPI = 200
export const isCoarse = ({ dpi }: Pick<Scan, 'dpi'>, leastDpi: number) => dpi !== null && dpi < leastDpi

/** For officials who may view the dossier. */
export async function viewCopies(
  call: Call,
  { dossier, procedure }: Pick<DossierView, 'dossier' | 'procedure'>,
): Promise<CopiesView> {
  const { db, actor, now } = call
  const on = vietnamDate(now)
  const directory = await loadDirectory(db, on)
  const organisationId = directory.successor(dossier.handlingId)
  const prepared = await findResult(db, dossier.id)
  const paper = prepared && (await findPaper(db, { id: prepared.paperId }))
  const [scan, copies, ruleSet, { content }] = await Promise.all([
    findWaitingScan(db, dossier.id),
    listCopiesOf(db, 'dossier', [dossier.id]),
    ruleSetOn(db, on),
    getVersion(db, procedure.versionId),
  ])
  return {
    organisation: { id: organisationId, name: directory.organisation(organisationId)?.name ?? '' },
    whyNot: whyNoScan(dossier, content, prepared),
    ...{ mayScan: mayScan(actor, organisationId), maySign: may(actor, 'signing.seal', organisationId) },
    ...{ scan, copies, leastDpi: Number(ruleSet.settings.scanDpi) || LEAST_DPI },
    results: paperResults(content),
    paper: paper?.state === 'valid' ? paper : undefined,
  }
}
