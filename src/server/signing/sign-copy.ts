import { loadDirectory } from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { findStoredFile, type StoredFile } from '#server/platform/files.ts'
import { Refusal } from '#server/platform/refusal.ts'
import {
  bytesSource,
  flattened,
  FormatFault,
  pageBox,
  PdfFile,
  signPdf,
  type Source,
} from '#server/signatures/index.ts'
import { requireStanding } from './after-signing.ts'
import { completedFile } from './completed-file.ts'
import { type CopyKind, copyLines, copyPlace, setCopyWords } from './copy-words.ts'
import { refusingFaults } from './format-refusals.ts'
import { openSigner } from './open-signer.ts'
import { appended, nodeHash, storedSource, storeSource } from './paper-file.ts'
import { givenCode } from './second-factor.ts'
import type { Signer, SigningHouse } from './schema.ts'
import { certificateToSeal } from './seal-paper.ts'

export { COPY_FORMS, type CopyForm } from './copy-words.ts'

export type SignCopy = {
  /** Whose copy it is. */
  organisationId: string
  /** The scan or the electronic paper that is copied, or the appendix that is a file of its own. */
  fileSha256: string
  kind: CopyKind
  /** What it is about, for the audit trail: a dossier or a paper. */
  subjectId: string
  secret: string
  oneTimeCode?: string
}

/** A field name that the file does not have yet. */
async function freeField(source: Source, wanted: string): Promise<string> {
  const taken = new Set((await (await PdfFile.open(source)).fields()).map((each) => each.name))
  for (let at = 1; ; at += 1) {
    const field = at === 1 ? wanted : `${wanted}-${at}`
    if (!taken.has(field)) return field
  }
}

async function signedCopy(source: Source, signer: Signer, of: { kind: CopyKind; organisation: string; at: Date }) {
  const { kind, organisation, at } = of
  const box = await pageBox(await PdfFile.open(source), 0)
  const lines = copyLines(kind, organisation, at)
  const { page, rect } = copyPlace(box, lines)
  const field = await freeField(source, 'form' in kind ? 'ban-sao' : 'phu-luc')
  const { increment } = await signPdf({
    ...{ source, signer, field, at, newHash: nodeHash, place: { page, rect }, lock: true },
    picture: await setCopyWords(box, lines, at),
    reason: lines.join(' · '),
  })
  return { file: appended(source, increment), field }
}

/** As it is where that is allowed; of a paper that its seal locks, the copy is a file of what it shows. */
async function signOrFlatten(source: Source, signer: Signer, of: Parameters<typeof signedCopy>[2]) {
  try {
    return await signedCopy(source, signer, of)
  } catch (error) {
    if (!(error instanceof FormatFault && error.code === 'pdf.changes-forbidden')) throw error
    return signedCopy(bytesSource(await flattened(source)), signer, of)
  }
}

/**
 * Signs an electronic copy (sao y, sao lục, trích sao bằng bản điện tử) or a separate appendix as the organisation: the words at the top right
 * of page 1 and the signature in one revision (NĐ 30/2020 art. 25-27 and annex I), with timestamp and revocation data at once. When an
 * authority is away nothing is kept. Gives the file of the copy; what was copied stays as it was.
 * @throws Refusal `signing.no-right`, `signing.stamp-away`, those of keys, and what is wrong with the file.
 */
export async function signCopy(call: Call, house: SigningHouse, command: SignCopy): Promise<StoredFile> {
  const { organisationId, kind, fileSha256 } = command
  if (!call.actor.postId || !may(call.actor, 'signing.seal', organisationId)) throw new Refusal('signing.no-right')
  const organisation = (await loadDirectory(call.db)).organisation(organisationId)?.name ?? organisationId
  await findStoredFile(call.db, fileSha256)
  const signer = await openSigner(call, house, {
    certificateId: await certificateToSeal(call, house, organisationId),
    ...{ by: 'seal', secret: command.secret, code: givenCode(call, house, command.oneTimeCode) },
  })
  const stored = await storedSource(house.dataDir, fileSha256)
  try {
    const { file, field } = await refusingFaults(() =>
      signOrFlatten(stored, signer, { kind, organisation, at: call.now }),
    )
    const done = await completedFile(file, field, house.validation).catch((error: unknown) => {
      throw new Refusal('signing.stamp-away', { why: error instanceof Error ? error.message : String(error) })
    })
    const copy = await storeSource(call.db, house.dataDir, done.file, call.now)
    await inTransaction(call, async (within) => {
      await requireStanding(within, house, signer.certificateId)
      const facts = { of: fileSha256, file: copy.sha256, certificate: signer.certificateId, ...kind }
      recordAudit(within, 'signing.copied', organisationId, command.subjectId, facts)
    })
    return copy
  } finally {
    await stored.close()
    await signer.close()
  }
}
