import { loadDirectory } from '#server/directory/index.ts'
import { lookUpCode, readPaperCode } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import { giveBack } from '#server/platform/rate-limit.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { COPY_FORMS } from '../copy-words.ts'
import { findCopy } from './copy-queries.ts'
import type { SignedCopy } from './schema.ts'

/** What anyone may know of a copy (tình trạng bản sao): nothing in it names a person or says what was copied. */
export type PublicCopy = Pick<SignedCopy, 'code' | 'state' | 'notation' | 'pages' | 'signedAt'> & {
  words: string
  /** "Bản sao y": the form of copying. */
  kind: string
  issuer: string
  reason: string | null
  endedAt: Date | null
}

export const copyStateWords = (state: SignedCopy['state']) => (state === 'valid' ? 'Có hiệu lực' : 'Đã thu hồi')
/** "Bản sao y", "Bản sao lục", "Bản trích sao". */
export const copyFormWords = (form: SignedCopy['form']) =>
  ({ 'sao-y': 'Bản sao y', 'sao-luc': 'Bản sao lục', 'trich-sao': 'Bản trích sao' })[form] ?? COPY_FORMS[form]

async function publicOf({ db, now }: Call, copy: SignedCopy): Promise<PublicCopy> {
  const directory = await loadDirectory(db, vietnamDate(now))
  const { code, state, notation, pages, signedAt } = copy
  const ended = state === 'withdrawn'
  return {
    ...{ code, state, notation, pages, signedAt, words: copyStateWords(state), kind: copyFormWords(copy.form) },
    issuer: directory.organisation(copy.organisationId)?.name ?? '',
    ...{ reason: ended ? copy.stateReason : null, endedAt: ended ? copy.stateAt : null },
  }
}

/** The state of the copy with this code, for anyone who holds it; looks are counted with those for papers. @throws Refusal `platform.too-often`. */
export async function findPublicCopy(call: Call, typed: string): Promise<PublicCopy | undefined> {
  const copy = await lookUpCode(call, typed, (code) => findCopy(call.db, { code }))
  if (!copy) return undefined
  // The look at papers that came before found none, and was counted.
  await giveBack(call.db, 'paper-code.network', networkOf(call.origin?.ip))
  return publicOf(call, copy)
}

/** The copy that is exactly this file: who holds the bytes may know whether the agency still stands by them. */
export async function findPublicCopyOfFile(call: Call, sha256: string): Promise<PublicCopy | undefined> {
  const copy = await findCopy(call.db, { fileSha256: sha256 })
  return copy && publicOf(call, copy)
}

/** Whether a file with this SHA-256 is the copy of this code. */
export async function isCopyFile(call: Call, typed: string, sha256: string): Promise<boolean> {
  const code = readPaperCode(typed)
  const copy = code && (await findCopy(call.db, { code }))
  return copy ? copy.fileSha256 === sha256 : false
}
