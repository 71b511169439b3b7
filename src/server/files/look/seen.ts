/** Why a file is no paper, each with its sentence as refusal `files.<fault>`. */
export type FileFault =
  | 'empty'
  | 'kind-unknown'
  | 'program'
  | 'password'
  | 'damaged'
  | 'blank'
  | 'too-little'
  | 'macro'
  | 'unsafe-inside'
  | 'too-many-pixels'
  | 'too-heavy'

export type Kind =
  | 'pdf'
  | 'jpeg'
  | 'png'
  | 'gif'
  | 'webp'
  | 'heif'
  | 'avif'
  | 'bmp'
  | 'tiff'
  | 'ooxml'
  | 'odf'
  | 'office-97'
  | 'rtf'
  | 'text'
  | 'xml'
  | 'zip'
  | 'dwg'
  | 'unknown'

/** What every clerk can open, made of a file that not every clerk can. */
export type Rendition = { bytes: Uint8Array; mediaType: string }

/** What a look at the bytes found. `fault` is null when the file may be a paper. */
export type Seen = {
  kind: Kind
  mediaType: string
  fault: FileFault | null
  /** Of an archive: the name of the file inside that is at fault. */
  inside: string | null
  pages: number | null
  width: number | null
  height: number | null
  /** A kind in which something could hide that only a scanner finds. */
  risky: boolean
  rendition: Rendition | null
}

/** How a look is done: a scanner looks as well, or it is held to stricter rules; how deep in archives. */
export type LookOrder = { scanned: boolean; depth: number }

export const seenAs = (kind: Kind, mediaType: string, more: Partial<Seen> = {}): Seen => ({
  kind,
  mediaType,
  fault: null,
  inside: null,
  pages: null,
  width: null,
  height: null,
  risky: false,
  rendition: null,
  ...more,
})

export const refusedAs = (fault: FileFault, kind: Kind = 'unknown', more: Partial<Seen> = {}): Seen =>
  seenAs(kind, 'application/octet-stream', { ...more, fault })

/** The letters and digits of a text, counted up to `most`: what a paper at least has some of. */
export const lettersIn = (text: string, most = 1000): number =>
  (text.slice(0, most * 20).match(/[\p{L}\p{N}]/gu) ?? []).length
/** Fewer letters and digits than these are no paper. */
export const LEAST_LETTERS = 5
