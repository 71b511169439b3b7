import { randomInt } from 'node:crypto'
import QRCode from 'qrcode'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { storeFile } from '#server/platform/files.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal, refuseAll } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { code128Widths } from '../../code-128.ts'
import { dataFaults } from './data-faults.ts'
import { findTemplateOn, insertPaper } from './queries.ts'
import type { Paper, TemplateVersion } from './schema.ts'
import { type SetPaper, setSource } from './setting/set.ts'
import type { Setters } from './setting/setters.ts'

/** Letters that are not mixed up when read aloud or copied by hand; 32 of them, so 12 letters are 60 bits. */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789'
/** A public code that no paper and no copy has yet, by chance of 60 bits. */
export const newCode = () => Array.from({ length: 12 }, () => LETTERS[randomInt(LETTERS.length)]).join('')

/** A QR code as rows of 0 and 1, for the template's `qr`. */
export function qrRows(words: string): string[] {
  const { modules } = QRCode.create(words, { errorCorrectionLevel: 'M' })
  return Array.from({ length: modules.size }, (_, y) =>
    Array.from({ length: modules.size }, (_, x) => (modules.get(y, x) ? '1' : '0')).join(''),
  )
}

/** Where the state of a paper is shown (`/kiem-tra/CODE`); the address is written in its QR code. */
export const addressOf = (origin: string, code: string) => `${origin}/kiem-tra/${code}`

/** What every template finds in its data beside its own: the code of the paper, its address and QR, and the bar code (Code 128) of the dossier's code. */
export const withCode = (data: Record<string, unknown>, origin: string, code: string) => ({
  ...data,
  paper: {
    ...{ code, address: addressOf(origin, code), qr: qrRows(addressOf(origin, code)) },
    bars: typeof data.code === 'string' ? code128Widths(data.code) : [],
  },
})

/** Sets a template with data that pass its schema, keeping nothing. @throws Refusal `papers.data-incomplete`, `papers.template-faulty`. */
export async function setTemplate(
  version: Pick<TemplateVersion, 'source' | 'schema'>,
  data: Record<string, unknown>,
  { origin, code, at, setters }: { origin: string; code: string; at: Date; setters?: Pick<Setters, 'order'> },
): Promise<SetPaper> {
  const faults = dataFaults(version.schema, data)
  refuseAll(faults.map(({ path, words }) => new Refusal('papers.data-incomplete', { words }, `data.${path}`)))
  return setSource(version.source, withCode(data, origin, code), at, setters)
}

export type SetPaperCommand = {
  templateKey: string
  organisationId: string
  subjectKind: string
  subjectId: string
  title: string
  data: Record<string, unknown>
  /** The day whose template version is taken; today when none is given. */
  on?: string
}
export type PaperHouse = { dataDir: string; origin: string }

/** The pages of a paper with the code they bear, before it is kept: some are first laid on a scan. */
export type SetPages = { version: TemplateVersion; code: string; set: SetPaper }

/** Sets the pages of a paper by the template version in force on its day. @throws Refusal `papers.no-template`, `papers.data-incomplete`. */
export async function setPages({ db, now }: Call, house: PaperHouse, command: SetPaperCommand): Promise<SetPages> {
  const version = await findTemplateOn(db, command.templateKey, command.on ?? vietnamDate(now))
  if (!version) throw new Refusal('papers.no-template', { key: command.templateKey })
  const code = newCode()
  return { version, code, set: await setTemplate(version, command.data, { origin: house.origin, code, at: now }) }
}

/** Keeps set pages as a paper: the file under its hash, the row with its public code. The caller has asked for the right. */
export async function keepPaper(
  call: Call,
  house: PaperHouse,
  command: SetPaperCommand,
  { version, code, set }: SetPages,
): Promise<Paper> {
  const { now } = call
  const file = await storeFile(call.db, house.dataDir, one(set.pdf), { now, maxBytes: 100 * 1024 * 1024 })
  const paper: Paper = {
    ...{ id: newId(now), code, templateVersionId: version.id, organisationId: command.organisationId },
    ...{ subjectKind: command.subjectKind, subjectId: command.subjectId, title: command.title, data: command.data },
    ...{
      state: 'set',
      stateReason: null,
      stateDecision: null,
      stateDecisionOn: null,
      replacedBy: null,
      number: null,
      notation: null,
      numberedOn: null,
    },
    ...{ fileSha256: file.sha256, pages: set.pages, places: set.places, setAt: now, changedAt: now, revision: 1 },
  }
  await inTransaction(call, async (within) => {
    await insertPaper(within.db, paper, within.actor.id)
    recordAudit(within, 'papers.set', paper.organisationId, paper.id, {
      template: version.id,
      subject: paper.subjectId,
    })
  })
  return paper
}

/**
 * Sets a paper (soạn giấy tờ) and keeps it. The setting itself happens before the transaction, so that no row is held while Typst works.
 */
export async function setPaper(call: Call, house: PaperHouse, command: SetPaperCommand): Promise<Paper> {
  return keepPaper(call, house, command, await setPages(call, house, command))
}

/** Bytes as the one chunk of a stream. */
export async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}
