import { loadDirectory, ruleSetOn } from '#server/directory/index.ts'
import { attachCopy, holdForCopy, returnElectronically, viewDossier } from '#server/dossiers/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { type CopyForm, keepCopy, makeCopy, type SignedCopy, type SigningHouse } from '#server/signing/index.ts'
import { findResult } from '../queries.ts'
import { issuerSymbol } from '../templates.ts'
import { isHandedOver, paperResults, requireScanTime } from './rules.ts'
import { findWaitingScan, findWaitingScanForUpdate, markScan } from './scan-queries.ts'
import type { Scan, SignScan } from './schema.ts'

type Secret = { secret: string; oneTimeCode?: string | undefined }
const SHORT = { 'sao-y': 'SY', 'sao-luc': 'SL', 'trich-sao': 'TrS' } as const

/**
 * The series a copy takes its number from (số bản sao, NĐ 30/2020 annex I: "03/SY-UBND"), where the rule set of the installation says that
 * electronic copies are numbered (`electronicCopyNumbers: "yes"`; unverified: annex I asks a number of copies on paper alone). Else none.
 */
export async function copyNumbering(call: Call, organisationId: string, form: CopyForm) {
  const { settings } = await ruleSetOn(call.db, vietnamDate(call.now))
  if (settings.electronicCopyNumbers !== 'yes') return undefined
  const name = (await loadDirectory(call.db)).organisation(organisationId)?.name ?? ''
  return { series: 'Sổ bản sao', symbol: `${SHORT[form]}-${issuerSymbol(name)}` }
}

const isSeen = (scan: Scan | undefined, { scanId, fileSha256 }: SignScan): scan is Scan =>
  scan?.id === scanId && scan.fileSha256 === fileSha256

/**
 * The records clerk signs a scanned result as electronic copy of the agency (sao y từ văn bản giấy sang bản điện tử, NĐ 30/2020 art. 25-27).
 * The signature with its timestamp comes first, outside any transaction; copy, register, the dossier's file for the citizen and his message
 * are then one transaction. When an authority is away, or another clerk was first, nothing of it is kept and the scan waits on.
 * A dossier that only waits for its electronic result is returned by it, save where a blank or card is handed over.
 * @throws Refusal `results.scan-gone`, `results.scan-…`, those of `makeCopy` and `keepCopy`.
 */
export async function signScan(
  call: Call,
  house: SigningHouse,
  { secret, oneTimeCode, ...command }: SignScan & Secret,
): Promise<SignedCopy> {
  const { dossier } = await viewDossier(call, { id: command.dossierId })
  const organisationId = (await loadDirectory(call.db)).successor(dossier.handlingId)
  if (!may(call.actor, 'signing.seal', organisationId)) throw new Refusal('signing.no-right')
  const scan = await findWaitingScan(call.db, dossier.id)
  if (!isSeen(scan, command)) throw new Refusal('results.scan-gone')
  const { content } = await getVersion(call.db, dossier.procedureVersionId)
  requireScanTime(dossier, content, await findResult(call.db, dossier.id))
  const title = paperResults(content).find(({ key }) => key === command.resultKey)?.name
  if (!title) throw new Refusal('results.unknown')
  if (!secret) throw new Refusal('results.pin-needed')
  const kind = { form: command.form }
  const made = await makeCopy(call, house, {
    ...{ organisationId, fileSha256: scan.fileSha256, kind, secret },
    ...(oneTimeCode ? { oneTimeCode } : {}),
  })
  return inTransaction(call, async (within) => {
    const { dossier: held } = await holdForCopy(within, dossier.id)
    const waiting = await findWaitingScanForUpdate(within.db, held.id)
    if (!isSeen(waiting, command)) throw new Refusal('results.scan-gone')
    requireScanTime(held, content, await findResult(within.db, held.id))
    const of = { subjectKind: 'dossier' as const, subjectId: held.id, subjectWords: held.code ?? '', title }
    const numbering = await copyNumbering(within, organisationId, command.form)
    const copy = await keepCopy(within, { ...made, kind }, { ...of, numbering })
    const attachmentId = await attachCopy(within, held.id, {
      ...{ documentKey: 'result', documentName: `Bản sao điện tử: ${title}`, sha256: copy.fileSha256 },
      ...{ fileName: `ban-sao-${held.code}-${copy.code}.pdf`, mediaType: 'application/pdf' },
      ...{ sizeBytes: made.file.size, paperId: copy.id },
    })
    await markScan(within.db, waiting.id, { copyId: copy.id }, within.now)
    if (held.state === 'settled' && !isHandedOver(content, held))
      await returnElectronically(within, held.id, attachmentId)
    return copy
  })
}
