import { read } from 'cfb'
import { type Entry, openEntry } from './archive-entries.ts'
import { isProgramName } from './program-names.ts'
import { lettersIn, type LookOrder, refusedAs, type Seen, seenAs } from './seen.ts'

const utf8 = new TextDecoder()
const KINDS: Record<string, string> = {
  word: 'wordprocessingml.document',
  xl: 'spreadsheetml.sheet',
  ppt: 'presentationml.presentation',
}
const MAIN = {
  word: /^word\/document\d*\.xml$/i,
  xl: /^xl\/(?:sharedstrings|worksheets\/sheet\d+)\.xml$/i,
  ppt: /^ppt\/slides\/slide\d+\.xml$/i,
}

/** An office document in a ZIP (OOXML, OpenDocument), or undefined when the ZIP is none. */
export function lookAtZippedOffice(bytes: Uint8Array, entries: Entry[], order: LookOrder): Seen | undefined {
  const named = (pattern: RegExp) => entries.filter(({ name }) => pattern.test(name))
  const [types] = named(/^\[Content_Types\]\.xml$/i)
  const [mimetype] = named(/^mimetype$/)
  if (!types && !mimetype) return undefined
  try {
    if (types) return lookAtOoxml(bytes, entries, utf8.decode(openEntry(bytes, types)), order)
    const type = utf8.decode(openEntry(bytes, mimetype!)).trim()
    return type.startsWith('application/vnd.oasis.opendocument.') ? lookAtOdf(bytes, entries, type) : undefined
  } catch {
    return refusedAs('damaged', types ? 'ooxml' : 'odf')
  }
}

function lookAtOoxml(bytes: Uint8Array, entries: Entry[], types: string, { scanned }: LookOrder): Seen | undefined {
  const named = (pattern: RegExp) => entries.filter(({ name }) => pattern.test(name))
  if (entries.some(({ locked }) => locked)) return refusedAs('password', 'ooxml')
  if (
    /macroenabled|vbaproject|\.xlsb|sheet\.binary/i.test(types) ||
    named(/vba(project|data)|macrosheets\//i).length > 0
  )
    return refusedAs('macro', 'ooxml')
  if (named(/activex\//i).length > 0) return refusedAs('macro', 'ooxml')
  const folder = (['word', 'xl', 'ppt'] as const).find((each) => named(MAIN[each]).length > 0)
  if (!folder)
    return refusedAs(/wordprocessingml|spreadsheetml|presentationml/.test(types) ? 'damaged' : 'kind-unknown', 'ooxml')
  for (const each of named(/\.rels$/i)) {
    const text = utf8.decode(openEntry(bytes, each))
    if (/attachedTemplate|oleObject|frame|subDocument/i.test(text) && /TargetMode\s*=\s*["']External/i.test(text))
      for (const [relation] of text.matchAll(/<Relationship\b[^>]*>/gi))
        if (/\/(?:attachedTemplate|oleObject|frame|subDocument)["']/i.test(relation) && /External/i.test(relation))
          return refusedAs('unsafe-inside', 'ooxml')
  }
  const embedded = named(/\/embeddings\//i)
  for (const each of embedded) {
    const inside = embeddedFault(bytes, each, scanned)
    if (inside) return refusedAs('unsafe-inside', 'ooxml', { inside: each.name })
  }
  const parts = named(MAIN[folder])
    .slice(0, 20)
    .map((each) => utf8.decode(openEntry(bytes, each)))
  const shows =
    parts.some((text) => lettersIn(text.replaceAll(/<[^>]*>/g, ' ')) > 0) || named(/\/media\/|\/charts\//i).length > 0
  const mediaType = `application/vnd.openxmlformats-officedocument.${KINDS[folder]}`
  return shows ? seenAs('ooxml', mediaType, { risky: true }) : refusedAs('blank', 'ooxml')
}

/** What is put inside a document: another document or a formula may be; a package with a file to start may not. */
function embeddedFault(bytes: Uint8Array, entry: Entry, scanned: boolean): boolean {
  if (isProgramName(entry.name)) return true
  const inside = openEntry(bytes, entry)
  if (inside[0] === 0x4d && inside[1] === 0x5a) return true
  if (inside[0] !== 0xd0) return false
  const names = namesIn(inside)
  return names.some((name) => /vba|macros/i.test(name) || (!scanned && /ole10native|package/i.test(name)))
}

function lookAtOdf(bytes: Uint8Array, entries: Entry[], type: string): Seen {
  const named = (pattern: RegExp) => entries.filter(({ name }) => pattern.test(name))
  const manifest = named(/^META-INF\/manifest\.xml$/)[0]
  if (manifest && /encryption-data/.test(utf8.decode(openEntry(bytes, manifest)))) return refusedAs('password', 'odf')
  if (named(/^(?:Basic|Scripts)\/.*\.(?:xml|xlb|py|js|bsh)$/i).some(({ name }) => !/script-l[bc]\.xml$/i.test(name)))
    return refusedAs('macro', 'odf')
  if (named(/./).some(({ name }) => isProgramName(name))) return refusedAs('unsafe-inside', 'odf')
  const content = named(/^content\.xml$/)[0]
  if (!content) return refusedAs('damaged', 'odf')
  const text = utf8.decode(openEntry(bytes, content))
  if (/<script:event-listener/.test(text)) return refusedAs('macro', 'odf')
  const shows = lettersIn(text.replaceAll(/<[^>]*>/g, ' ')) > 0 || named(/^Pictures\//).length > 0
  return shows ? seenAs('odf', type.slice(0, 100), { risky: true }) : refusedAs('blank', 'odf')
}

const namesIn = (bytes: Uint8Array): string[] => {
  try {
    return read(Buffer.from(bytes), { type: 'buffer' }).FullPaths
  } catch {
    return []
  }
}

/** Office 97-2003 (OLE): Word, Excel and PowerPoint without password and macros; an OOXML file with a password looks so too. */
export function lookAtOle(bytes: Uint8Array, { scanned }: LookOrder): Seen {
  let file
  try {
    file = read(Buffer.from(bytes), { type: 'buffer' })
  } catch {
    return refusedAs('damaged', 'office-97')
  }
  const has = (name: RegExp) => file.FullPaths.some((path) => name.test(path.replace(/\/$/, '')))
  if (has(/\/(?:EncryptedPackage|EncryptionInfo|EncryptedSummary)$/i)) return refusedAs('password', 'office-97')
  const stream = (name: RegExp) =>
    file.FileIndex[file.FullPaths.findIndex((path) => name.test(path))]?.content as Uint8Array | undefined
  const word = stream(/\/WordDocument$/i)
  const book = stream(/\/(?:Workbook|Book)$/i)
  const slides = stream(/\/PowerPoint Document$/i)
  if (!word && !book && !slides) return refusedAs('kind-unknown', 'office-97')
  if (word && word.length > 12 && (word[11]! & 1) === 1) return refusedAs('password', 'office-97')
  if (book && hasFilePass(book)) return refusedAs('password', 'office-97')
  if (has(/\/(?:_VBA_PROJECT|_VBA_PROJECT_CUR|VBA|Macros)$/i)) return refusedAs('macro', 'office-97')
  if (!scanned && has(/ole10native$/i)) return refusedAs('unsafe-inside', 'office-97')
  const type = word ? 'msword' : book ? 'vnd.ms-excel' : 'vnd.ms-powerpoint'
  return seenAs('office-97', `application/${type}`, { risky: true })
}

/** Whether an Excel workbook begins with the record of a password (FILEPASS, 002F). */
function hasFilePass(book: Uint8Array): boolean {
  for (let at = 0; at + 4 <= book.length && at < 4000; at += 4 + (book[at + 2]! | (book[at + 3]! << 8))) {
    const kind = book[at]! | (book[at + 1]! << 8)
    if (kind === 0x2f) return true
    if (kind === 0x0a) return false
  }
  return false
}
