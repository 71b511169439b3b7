import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, findTemplateVersion, type PaperHouse } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { readStoredFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { bytesSource, flattened } from '#server/signatures/index.ts'
import { listResults } from '../queries.ts'
import type { DossierResult } from '../schema.ts'
import { isLaid } from './scan-of-dossier.ts'

const isSealed = ({ state }: Pick<DossierResult, 'state'>) => state === 'sealed' || state === 'complete'

/**
 * In lời chứng, ghi chú: only the words, with number, volume and date as given, at the place where they stand on the electronic paper; the
 * places of signature and seal are left open. To be printed on the back of the paper (or on a sheet joined to it) that the citizen takes, and
 * signed and sealed by hand under the same number. For officials who may view the dossier.
 * @throws Refusal `dossiers.unknown`, `results.no-attestation`.
 */
export async function printAttestation(
  call: Call,
  { dataDir }: Pick<PaperHouse, 'dataDir'>,
  of: { code: string; resultId: string | null },
): Promise<{ pdf: Uint8Array; fileName: string }> {
  if (call.actor.kind !== 'official') throw new Refusal('dossiers.unknown')
  const { dossier } = await viewDossier(call, { code: of.code })
  const results = await listResults(call.db, dossier.id)
  const result = of.resultId ? results.find((each) => each.id === of.resultId) : results[0]
  const paper = result && (await findPaper(call.db, { id: result.paperId }))
  const version = paper && (await findTemplateVersion(call.db, paper.templateVersionId))
  if (!paper || !version || !isLaid(version) || !isSealed(result)) throw new Refusal('results.no-attestation')
  const parts: Uint8Array[] = []
  for await (const part of readStoredFile(dataDir, paper.fileSha256)) parts.push(part as Uint8Array)
  const pages = [...new Set(paper.places.map((each) => each.page))]
  const pdf = await flattened(bytesSource(new Uint8Array(Buffer.concat(parts))), {
    ...{ pages, withoutSignatures: true, laidOnly: true },
  })
  return { pdf, fileName: `${version.kind === 'note' ? 'ghi-chu' : 'loi-chung'}-${dossier.code}.pdf` }
}
