import type { StoredFile } from '#server/platform/files.ts'

declare const LOOKED_AT: unique symbol
/** What only this module gives: the file was looked at and may be a paper. */
export type LookedAt = { readonly [LOOKED_AT]: true }

/** A kept file that was looked at (tệp đã xem): nothing else can be attached to a draft, a dossier or a result. */
export type LookedAtFile = StoredFile &
  LookedAt & {
    fileName: string
    pages: number | null
    /** What every clerk can open: the file itself, or the pages made of it. */
    readable: { sha256: string; mediaType: string }
  }

/** Whether a scanner saw a file: none is set; it waits; it is clean; something was found. */
export type ScanState = 'none' | 'waiting' | 'clean' | 'infected'

/** Where files are kept, how large one may be, and the scanner (clamd) where one is set. */
export type FileHouse = { dataDir: string; maxFileBytes: number; clamd?: string | undefined }
