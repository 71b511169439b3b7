import { loadDirectory } from '#server/directory/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { newCode, spacedCode } from '#server/papers/index.ts'
import { type Call, type Db, inTransaction, may } from '#server/platform/call.ts'
import { findStoredFile, type StoredFile } from '#server/platform/files.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import {
  bytesSource,
  flattened,
  FormatFault,
  inTime,
  pageBox,
  PdfFile,
  refuseWorse,
  signPdf,
  type Source,
} from '#server/signatures/index.ts'
import { requireStanding } from './after-signing.ts'
import { completedFile } from './completed-file.ts'
import { findStandingCopy, holdSource, insertCopy } from './copies/copy-queries.ts'
import { fieldWords } from './copies/field-words.ts'
import type { SignedCopy } from './copies/schema.ts'
import { type CopyForm, type CopyKind, copyLines, copyPlace, setCopyWords } from './copy-words.ts'
import { refusingFaults } from './format-refusals.ts'
import { giveNumber, type Series } from './numbering.ts'
import { openSigner } from './open-signer.ts'
import { appended, nodeHash, storedSource, storeSigned } from './paper-file.ts'
import { givenCode } from './second-factor.ts'
import type { Signer, SigningHouse } from './schema.ts'
import { certificateToSeal } from './seal-paper.ts'

export { COPY_FORMS, type CopyForm } from './copy-words.ts'

export type MakeCopy = {
  /** Whose copy it is. */
  organisationId: string
  /** The scan or the electronic paper that is copied, or the appendix that is a file of its own. */
  fileSha256: string
  kind: CopyKind
  secret: string
  oneTimeCode?: string
}
/** What a copy is about: a dossier (its result on paper) or an electronic paper; and what was copied, in words. */
export type CopyOf = Pick<SignedCopy, 'subjectKind' | 'subjectId' | 'subjectWords' | 'title'>
export type SignCopy = MakeCopy & CopyOf & { numbering?: Series | undefined }
/** A copy that is signed and complete, and that no row names yet. */
export type MadeCopy = Pick<MakeCopy, 'organisationId' | 'fileSha256' | 'kind'> & {
  file: StoredFile
  pages: number
  certificateId: string
  /** Asked in the transaction that keeps it: a certificate revoked meanwhile keeps no copy. */
  stillStands: (within: Call) => Promise<void>
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
  const box = await inTime(PdfFile.open(source).then((file) => pageBox(file, 0)))
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

/** A lock or a certification that lets no signature more, or an earlier signature that ours would spoil. */
const NOT_AS_IT_IS = new Set(['pdf.changes-forbidden', 'signed.breaks-earlier'])

/** As it is where that spoils nothing; of a paper that its seal or a certification locks, the copy is a file of what it shows. */
async function signOrFlatten(source: Source, signer: Signer, of: Parameters<typeof signedCopy>[2]) {
  try {
    const made = await signedCopy(source, signer, of)
    await inTime(refuseWorse(source, made.file, { now: of.at, newHash: nodeHash }))
    return made
  } catch (error) {
    if (!(error instanceof FormatFault && NOT_AS_IT_IS.has(error.code))) throw error
    return signedCopy(bytesSource(await inTime(flattened(source, { write: fieldWords(of.at) }))), signer, of)
  }
}

/**
 * Makes an electronic copy (sao y, sao lục, trích sao bằng bản điện tử) or a separate appendix as the organisation: the words at the top right
 * of page 1 and the signature in one revision (NĐ 30/2020 art. 25-27 and annex I), with timestamp and revocation data at once. When an
 * authority is away nothing is kept. What was copied stays as it was. `keepCopy` enters it in the register.
 * @throws Refusal `signing.no-right`, `signing.stamp-away`, those of keys, and what is wrong with the file.
 */
export async function makeCopy(call: Call, house: SigningHouse, command: MakeCopy): Promise<MadeCopy> {
  const { organisationId, kind, fileSha256 } = command
  if (!call.actor.postId || !may(call.actor, 'signing.seal', organisationId)) throw new Refusal('signing.no-right')
  if ('form' in kind) await refuseSecondCopy(call.db, { organisationId, sourceSha256: fileSha256, form: kind.form })
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
    const pages = (await (await PdfFile.open(done.file)).pages()).length
    const copy = await storeSigned(call.db, house.dataDir, { before: file, after: done.file }, call.now)
    const { certificateId } = signer
    const stillStands = (within: Call) => requireStanding(within, house, certificateId)
    return { organisationId, fileSha256, kind, file: copy, pages, certificateId, stillStands }
  } finally {
    await stored.close()
    await signer.close()
  }
}

/** One copy of a file in one form stands at a time: signed again, it would be two with two codes. @throws Refusal `signing.copy-there`. */
async function refuseSecondCopy(db: Db, of: Pick<SignedCopy, 'organisationId' | 'sourceSha256' | 'form'>) {
  const there = await findStandingCopy(db, of)
  if (there) throw new Refusal('signing.copy-there', { code: spacedCode(there.code), copyId: there.id })
}

/**
 * Enters a copy that was made in the register (sổ bản sao) under its code, in the transaction of `within`, and gives it a number where the
 * installation numbers electronic copies. Two clerks at once keep one. @throws Refusal `signing.copy-there`.
 */
export async function keepCopy(
  within: Call,
  {
    organisationId,
    fileSha256,
    kind,
    file,
    pages,
    certificateId,
    stillStands,
  }: MadeCopy & { kind: { form: CopyForm } },
  { numbering, ...of }: CopyOf & { numbering?: Series | undefined },
): Promise<SignedCopy> {
  const { db, actor, now } = within
  await stillStands(within)
  await holdSource(db, organisationId, fileSha256)
  await refuseSecondCopy(db, { organisationId, sourceSha256: fileSha256, form: kind.form })
  const none = { number: null, notation: null, numberedOn: null }
  const copy: SignedCopy = {
    ...{ id: newId(now), code: newCode(), organisationId, form: kind.form, ...of, title: of.title.slice(0, 300) },
    ...{ sourceSha256: fileSha256, fileSha256: file.sha256, pages, certificateId },
    ...(numbering
      ? await giveNumber(within, organisationId, numbering, { subject: `${of.title}, ${of.subjectWords}` })
      : none),
    ...{ signedAt: now, signedBy: actor.id, signedByName: actor.name },
    ...{ state: 'valid', stateReason: null, stateAt: now, stateBy: actor.id },
  }
  await insertCopy(db, copy)
  const facts = { of: fileSha256, file: file.sha256, certificate: certificateId, form: kind.form, code: copy.code }
  recordAudit(within, 'signing.copied', organisationId, copy.id, { ...facts, subject: of.subjectId })
  return copy
}

/** Makes a copy and enters it in the register. @throws Refusal of `makeCopy` and `keepCopy`. */
export async function signCopy(
  call: Call,
  house: SigningHouse,
  command: SignCopy & { kind: { form: CopyForm } },
): Promise<SignedCopy> {
  const { subjectKind, subjectId, subjectWords, title, numbering, ...make } = command
  const made = { ...(await makeCopy(call, house, make)), kind: command.kind }
  return inTransaction(call, (within) =>
    keepCopy(within, made, { subjectKind, subjectId, subjectWords, title, numbering }),
  )
}

/** Signs a separate appendix (phụ lục là tệp riêng): number and symbol of its paper and the time at the top right, no register of its own. */
export async function signAppendix(
  call: Call,
  house: SigningHouse,
  command: MakeCopy & { kind: { appendixOf: string }; subjectId: string },
): Promise<StoredFile> {
  const { subjectId, ...make } = command
  const made = await makeCopy(call, house, make)
  await inTransaction(call, async (within) => {
    await made.stillStands(within)
    const facts = { of: made.fileSha256, file: made.file.sha256, certificate: made.certificateId, ...command.kind }
    recordAudit(within, 'signing.appendix-signed', command.organisationId, subjectId, facts)
  })
  return made.file
}
