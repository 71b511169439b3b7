import { attachAppendix, type DossierView } from '#server/dossiers/index.ts'
import { findPaper } from '#server/papers/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { signAppendix, type SigningHouse } from '#server/signing/index.ts'
import { findResult, findResultForUpdate } from './queries.ts'
import type { ResultState } from './schema.ts'

/** A file of the dossier that may be sealed as an appendix of its result, and whether it has been. */
export type AppendixLine = { attachmentId: string; name: string; fileName: string; sealed: boolean }
export type AppendixView = {
  /** Number and symbol of the result; none while it has no number. */
  notation: string | null
  title: string | null
  organisationId: string
  maySeal: boolean
  lines: AppendixLine[]
}
export type SealAppendix = { dossierId: string; attachmentId: string; secret: string; oneTimeCode?: string }

const NUMBERED: readonly ResultState[] = ['sealed', 'complete']
const keyOf = (attachmentId: string) => `appendix:${attachmentId}`
type Files = Pick<DossierView, 'attachments'>['attachments']

/** The PDF files of a dossier in the order they came: drawings, plans and reports that a result is about. */
export const appendixLines = (files: Files): AppendixLine[] =>
  files
    .filter((each) => each.kind !== 'result' && each.mediaType === 'application/pdf')
    .map(({ id, documentName, fileName }) => ({
      ...{ attachmentId: id, name: documentName, fileName },
      sealed: files.some((each) => each.kind === 'result' && each.documentKey === keyOf(id)),
    }))

/** For the records clerk of the agency whose result it is. */
export async function viewAppendices({ db, actor }: Call, view: DossierView): Promise<AppendixView> {
  const result = await findResult(db, view.dossier.id)
  const paper = result && (await findPaper(db, { id: result.paperId }))
  const organisationId = paper?.organisationId ?? view.dossier.handlingId
  const isNumbered = result !== undefined && NUMBERED.includes(result.state)
  return {
    notation: (isNumbered && paper?.notation) || null,
    title: paper?.title ?? null,
    ...{ organisationId, maySeal: may(actor, 'signing.seal', organisationId) },
    lines: appendixLines(view.attachments),
  }
}

/**
 * Seals a file of the dossier as an appendix that is a file of its own (phụ lục không cùng tệp với văn bản): number and symbol of the result
 * and the time at the top right of page 1, the agency's signature over all of it (NĐ 30/2020, annex I). The filer gets it beside the result.
 * Sent twice, it is one. @throws Refusal `results.none`, `results.not-numbered`, `results.appendix-unknown`, `results.appendix-sealed`, and
 * those of `signAppendix`.
 */
export async function sealAppendix(call: Call, house: SigningHouse, view: DossierView, command: SealAppendix) {
  const line = appendixLines(view.attachments).find((each) => each.attachmentId === command.attachmentId)
  const file = view.attachments.find((each) => each.id === command.attachmentId)
  if (!line || !file) throw new Refusal('results.appendix-unknown')
  if (line.sealed) throw new Refusal('results.appendix-sealed', { name: line.name })
  const result = await findResult(call.db, view.dossier.id)
  if (!result) throw new Refusal('results.none')
  const paper = (await findPaper(call.db, { id: result.paperId }))!
  if (!NUMBERED.includes(result.state) || !paper.notation) throw new Refusal('results.not-numbered')
  const copy = await signAppendix(call, house, {
    ...{ organisationId: paper.organisationId, fileSha256: file.fileSha256, subjectId: view.dossier.id },
    ...{ kind: { appendixOf: paper.notation }, secret: command.secret },
    ...(command.oneTimeCode ? { oneTimeCode: command.oneTimeCode } : {}),
  })
  return inTransaction(call, async (within) => {
    const held = await findResultForUpdate(within.db, view.dossier.id)
    if (held?.paperId !== paper.id) throw new Refusal('results.not-numbered')
    const document = {
      ...{ documentKey: keyOf(file.id), documentName: `Phụ lục kèm theo ${paper.notation}: ${line.name}` },
      ...{ sha256: copy.sha256, sizeBytes: copy.size, mediaType: 'application/pdf' },
      fileName: `phu-luc-${view.dossier.code}-${appendixLines(view.attachments).indexOf(line) + 1}.pdf`,
    }
    return attachAppendix(within, view.dossier.id, document)
  })
}
