import { loadDirectory, resolveHolder } from '#server/directory/index.ts'
import { endResult, findDossier } from '#server/dossiers/index.ts'
import { findPaper, replaceWhenComplete } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { askSignature, placesOf } from '#server/signing/index.ts'
import { isInitials } from '../listen.ts'
import { findResultById, findResultOfPaper, insertResult, markResult, sizeOfFile } from '../queries.ts'
import { seriesOf } from '../templates.ts'
import { askLeader } from './ask.ts'
import { paperInWords } from './issued-name.ts'
import { findCorrectionOfPaperForUpdate, markCorrection } from './queries.ts'

const NUMBERING = ['number', 'sign-book']

/** Listens: the leader signed the paper in the place of an issued one; it is asked of the records clerk of the procedure for number and seal. */
export async function afterCorrectionSigned(call: Call, told: { paperId: string; field: string }) {
  const { db, now } = call
  const correction = await findCorrectionOfPaperForUpdate(db, told.paperId)
  if (correction?.state !== 'asked') return
  if (await isInitials(call, told)) return askLeader(call, correction)
  await markCorrection(db, correction.id, 'signed')
  const paper = (await findPaper(db, { id: told.paperId }))!
  const seal = (await placesOf(db, paper)).signs.find((each) => each.by === 'seal')
  if (!seal) return
  const result = (await findResultById(db, correction.resultId))!
  const dossier = (await findDossier(db, result.dossierId))!
  const version = await getVersion(db, dossier.procedureVersionId)
  const step = version.content.workflow?.steps.find((each) => NUMBERING.includes(each.kind))
  const holder = step?.holder ?? null
  const queue = holder
    ? resolveHolder(await loadDirectory(db, vietnamDate(now)), holder, dossier).queue
    : `${dossier.handlingId}/records-clerk`
  const numbering = await seriesOf(db, { dossier, version }, { resultKey: result.resultKey, paper })
  await askSignature(call, { paperId: paper.id, key: seal.key, to: { queue }, ...(numbering ? { numbering } : {}) })
}

/**
 * Listens: the new paper has all its signatures. In one transaction it becomes the result, the earlier one is replaced and says by which,
 * and the filer's dossier has the new file. An earlier one that was withdrawn meanwhile stays withdrawn.
 */
export async function afterCorrectionComplete(call: Call, told: { paperId: string }) {
  const { db, now } = call
  const correction = await findCorrectionOfPaperForUpdate(db, told.paperId)
  if (correction?.state !== 'signed') return
  const [next, old] = [(await findPaper(db, { id: told.paperId }))!, (await findResultById(db, correction.resultId))!]
  const dossier = (await findDossier(db, old.dossierId))!
  const before = (await findPaper(db, { id: old.paperId }))!
  if (before.state === 'valid')
    await replaceWhenComplete(call, { paperId: before.id, byPaperId: next.id, reason: correction.reason })
  const attachmentId = await endResult(call, dossier.id, {
    ...{ paper: paperInWords(before), reason: correction.reason, by: paperInWords(next) },
    document: {
      ...{ documentKey: 'result', documentName: next.title, sha256: next.fileSha256, paperId: next.id },
      ...{ fileName: `ket-qua-${dossier.code}-thay-the.pdf`, mediaType: 'application/pdf' },
      sizeBytes: await sizeOfFile(db, next.fileSha256),
    },
  })
  await markCorrection(db, correction.id, 'done')
  await markResult(db, old.id, { state: 'replaced' })
  const { dossierId, resultKey, outcome, templateKey, part, laidOn } = old
  await insertResult(db, {
    ...{ id: newId(now), dossierId, resultKey, outcome, templateKey, data: correction.data, paperId: next.id },
    ...{ state: 'complete', preparedAt: correction.preparedAt, preparedBy: correction.preparedBy },
    ...{ stepFault: null, attachmentId, part, laidOn },
  })
}

/** Listens: a result stopped holding. Its dossier says so and its filer is told; a replacement by `afterCorrectionComplete` has said it already. */
export async function afterEnded(call: Call, told: { paperId: string; end: string; byPaperId: string | null }) {
  const result = await findResultOfPaper(call.db, told.paperId)
  if (!result || (told.byPaperId && (await findCorrectionOfPaperForUpdate(call.db, told.byPaperId)))) return
  const paper = (await findPaper(call.db, { id: told.paperId }))!
  const next = told.byPaperId ? await findPaper(call.db, { id: told.byPaperId }) : undefined
  const about = { paper: paperInWords(paper), reason: paper.stateReason ?? '' }
  const decision = paperInWords({ notation: paper.stateDecision, numberedOn: paper.stateDecisionOn })
  await endResult(call, result.dossierId, next ? { ...about, by: paperInWords(next) } : { ...about, decision })
}
