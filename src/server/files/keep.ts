import type { Call, Db } from '#server/platform/call.ts'
import { type JustStored, pathOfStored, type StoredFile, storeFile } from '#server/platform/files.ts'
import { log } from '#server/platform/log.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { isProgramName, keptName, plainFileName } from './file-name.ts'
import { lookAtFile } from './look/lookers.ts'
import type { Kind, Seen } from './look/seen.ts'
import { findLook, listLooks, type LookRow, saveLook } from './queries.ts'
import { scanFile } from './scanner.ts'
import type { FileHouse, LookedAt, LookedAtFile, ScanState } from './schema.ts'

/** The rules of the look; a higher number has files that were refused looked at anew. */
const RULES = 1
/** Longer files are not looked at, so that a look stays bounded in memory. */
export const MOST_LOOKED_AT = 200 * 1024 * 1024

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes
}

type Scan = { scan: ScanState; scanWords: string | null }
async function scanned(house: FileHouse, sha256: string): Promise<Scan> {
  if (!house.clamd) return { scan: 'none', scanWords: null }
  try {
    const said = await scanFile(house.clamd, pathOfStored(house.dataDir, sha256))
    return { scan: said.state, scanWords: said.state === 'infected' ? said.words : null }
  } catch (error) {
    log('warn', 'the scanner did not answer; the file waits', { sha256, error: String(error) })
    return { scan: 'waiting', scanWords: null }
  }
}

async function seenAndKept(db: Db, house: FileHouse, stored: StoredFile, now: Date): Promise<LookRow> {
  const strict = !house.clamd
  const seen: Seen | undefined =
    stored.size > MOST_LOOKED_AT ? undefined : await lookAtFile(pathOfStored(house.dataDir, stored.sha256), !strict)
  if (!seen || seen.fault === 'too-heavy') throw new Refusal('files.too-heavy')
  const made = seen.fault === null ? seen.rendition : null
  const limits = { now, maxBytes: house.maxFileBytes }
  const rendition = made ? await storeFile(db, house.dataDir, one(made.bytes), limits) : null
  const scan: Scan = seen.fault === null ? await scanned(house, stored.sha256) : { scan: 'none', scanWords: null }
  const look = {
    sha256: stored.sha256,
    kind: seen.kind,
    mediaType: seen.mediaType,
    fault: seen.fault,
    inside: seen.inside,
    pages: seen.pages,
    rules: RULES,
    strict,
    madeHere: false,
    risky: seen.risky,
    renditionSha256: rendition?.sha256 ?? null,
    renditionType: made && rendition ? made.mediaType : null,
    scan: scan.scan,
  }
  await saveLook(db, { ...look, width: seen.width, height: seen.height, scanWords: scan.scanWords, at: now })
  return { ...look, lost: false }
}

/** What was seen in these bytes before, or is seen now: the same bytes are not looked at twice by the same rules. */
async function lookOnce(db: Db, house: FileHouse, stored: JustStored, now: Date): Promise<LookRow> {
  if (stored.isNew) return seenAndKept(db, house, stored, now)
  const known = await findLook(db, stored.sha256)
  const holds = known && known.rules === RULES && (known.fault === null || known.strict === !house.clamd)
  return holds || (known?.madeHere && known.rules > 0) ? known : seenAndKept(db, house, stored, now)
}

/** A text is what its name says: a computer would run it by that. */
const isText = (kind: string) => kind === 'text' || kind === 'xml'

const refuse = (look: LookRow, fileName: string) => {
  if (look.scan === 'infected') throw new Refusal('files.infected', { name: fileName })
  if (look.fault)
    throw new Refusal(`files.${look.fault}`, { name: fileName, inside: look.inside ?? 'lệnh hoặc tệp có thể tự chạy' })
}

/**
 * The one door for files of people: keeps the bytes, looks at them once, and gives what can be attached.
 * @throws Refusal `platform.file-too-large`, `files.…` with the file's name: empty, unknown kind, a program, a password, damaged, blank, too
 * little in it, macros, something unsafe inside, too many pixels, too heavy to look at, infected, busy.
 */
export async function keepFile(
  call: Pick<Call, 'db' | 'now'>,
  house: FileHouse,
  { name, bytes }: { name: string; bytes: AsyncIterable<Uint8Array> },
): Promise<LookedAtFile> {
  const fileName = plainFileName(name)
  const { db, now } = call
  const stored = await storeFile(db, house.dataDir, bytes, { now, maxBytes: house.maxFileBytes })
  if (stored.size === 0) throw new Refusal('files.empty', { name: fileName })
  const look = await lookOnce(db, house, stored, now)
  refuse(look, fileName)
  if (isText(look.kind) && isProgramName(fileName)) throw new Refusal('files.program', { name: fileName })
  return {
    sha256: stored.sha256,
    size: stored.size,
    mediaType: look.mediaType,
    pages: look.pages,
    fileName: keptName(name, look.kind as Kind, look.mediaType),
    readable: {
      sha256: look.renditionSha256 ?? stored.sha256,
      mediaType: look.renditionType ?? look.mediaType,
    },
  } as LookedAtFile
}

/** A file that this program made itself (a paper that it set, a copy that it signed): it is not looked at, and said to be our own. */
export async function ownFile<T extends { sha256: string; mediaType: string }>(
  { db, now }: Pick<Call, 'db' | 'now'>,
  file: T,
): Promise<T & LookedAt> {
  const known = await findLook(db, file.sha256)
  if (!known || known.rules === 0)
    await saveLook(db, {
      ...{
        sha256: file.sha256,
        kind: file.mediaType === 'application/pdf' ? 'pdf' : 'unknown',
        mediaType: file.mediaType,
      },
      ...{ fault: null, inside: null, pages: null, width: null, height: null, rules: RULES, strict: false },
      ...{ madeHere: true, risky: false, renditionSha256: null, renditionType: null },
      ...{ scan: 'none', scanWords: null, at: now },
    })
  return file as T & LookedAt
}

/**
 * Files named by their hash, as an attachment of a draft or a system outside names them: only those that were looked at and are good, with the
 * kind and size that were seen. @throws Refusal `files.not-looked-at`, `files.…`.
 */
export async function lookedAt<T extends { sha256: string; fileName: string; mediaType: string; sizeBytes: number }>(
  db: Db,
  files: readonly T[],
): Promise<(T & LookedAt)[]> {
  const looks = await listLooks(
    db,
    files.map(({ sha256 }) => sha256),
  )
  return files.map((file) => {
    const look = looks.get(file.sha256)
    if (!look) throw new Refusal('files.not-looked-at', { name: file.fileName })
    refuse(look, file.fileName)
    return { ...file, mediaType: look.mediaType, sizeBytes: look.size } as T & LookedAt
  })
}

/** Looks at a file that was kept before there was a look; what is found is noted, and what is attached stays. */
export async function lookAgain(db: Db, house: FileHouse, stored: StoredFile, now: Date): Promise<void> {
  await seenAndKept(db, house, stored, now).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error
  })
}
