/** What a setter is asked: a template's source with data. `asPicture`: small and untagged, to be an appearance inside another PDF. */
export type Order = {
  id: number
  source: string
  data: unknown
  at: number
  asPicture: boolean
  /** Pictures that the source opens by name (`/scan-1.jpg`), for this order alone. */
  files?: { name: string; bytes: Uint8Array }[]
}

/** A place the template marks, as Typst measures it: page from 1, points from the top left. */
export type MarkedPlace = {
  key: string
  kind: 'text' | 'signature'
  page: number
  x: number
  y: number
  width: number
  height: number
  pageHeight: number
}

export type Answer = {
  id: number
  rss?: number
  /** It took too long, every time it was tried. */
  late?: true
  pdf?: Uint8Array
  places?: MarkedPlace[]
  pages?: number
  faults?: { line: number; message: string }[]
}
