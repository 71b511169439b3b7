import { own } from '#own-keys'
import { isProgramName } from './look/program-names.ts'
import type { Kind } from './look/seen.ts'

/** The last part of a name, without what a file system or a page could stumble over; at most 200 letters. */
export const plainFileName = (name: string) =>
  name
    .normalize('NFC')
    .replace(/^.*[\\/]/, '')
    .replace(/[\p{Cc}\p{Cf}<>:"|?*]/gu, '')
    .trim()
    .slice(-200) || 'tep'

export { isProgramName }

/** Endings that tell a computer what it may open a file with; the first is given to a file that has none of them. */
const ENDINGS: Record<Kind, readonly string[]> = {
  ...{ pdf: ['pdf'], jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'], png: ['png'], gif: ['gif'], webp: ['webp'] },
  ...{ heif: ['heic', 'heif', 'hif', 'heics'], avif: ['avif'], bmp: ['bmp', 'dib'], tiff: ['tif', 'tiff'] },
  ...{ rtf: ['rtf', 'doc'], text: ['txt', 'csv', 'md', 'log'], xml: ['xml', 'gml', 'kml'], zip: ['zip'], dwg: ['dwg'] },
  ...{ ooxml: ['docx', 'xlsx', 'pptx'], odf: ['odt', 'ods', 'odp'], 'office-97': ['doc', 'xls', 'ppt'], unknown: [] },
}
const ENDING_OF_TYPE: Record<string, string> = {
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': 'xlsx',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation': 'pptx',
  'application/vnd.oasis.opendocument.spreadsheet': 'ods',
  'application/vnd.oasis.opendocument.presentation': 'odp',
  'application/vnd.ms-excel': 'xls',
  'application/vnd.ms-powerpoint': 'ppt',
}

/** The name a file is kept under: as it was given, with the ending of its kind added where its own would make a computer open it wrongly. */
export function keptName(given: string, kind: Kind, mediaType: string): string {
  const name = plainFileName(given)
  const ending = /\.([^.\s]{1,8})$/.exec(name)?.[1]?.toLowerCase() ?? ''
  const endings = ENDINGS[kind]
  if (endings.length === 0 || endings.includes(ending)) return name
  return `${name}.${own(ENDING_OF_TYPE, mediaType) ?? endings[0]}`.slice(-200)
}
