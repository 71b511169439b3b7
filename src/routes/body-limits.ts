const MB = 1_048_576

/** Bytes of the form of any page, and its fields: the longest section of a procedure has some hundred. */
export const FORM_BYTES = MB
export const MOST_FIELDS = 5_000

/** The routes that take files as they arrive (`withUpload`, `withUploads`), and how many in one form. Every other page takes a form of 1 MB. */
const FILES = new Map<string, number>([
  ['/(citizen)/ho-so/nhap/[id]/dinh-kem', 30],
  ['/(citizen)/ho-so/[code]/bo-sung', 30],
  ['/(staff)/viec/[code]/bo-sung', 30],
  ['/(staff)/viec/[code]/dinh-kem', 1],
  ['/(staff)/viec/[code]/ban-sao/tai-len', 1],
  ['/(staff)/ky-so/hinh', 1],
  ['/(public)/kiem-tra', 1],
  ['/(public)/kiem-tra/[code]/dinh-kem', 1],
  ['/api/agent/[token]', 1],
])

/** Routes of programs, whose octets are no form whatever kind they say: each bounds and reads them itself (`readBody`). */
const OCTETS = new Set(['/ca/ocsp', '/ca/tsa'])

export type BodyLimit = {
  /** Bytes of the whole body. */
  most: number
  isForm: boolean
  /** Files that are read as they arrive; 0: a multipart form is read whole, within the limit. */
  files: number
}

/** How long a body may be that comes to a route: bound to the route, never to how its address ends. */
export function bodyLimit(routeId: string | null, maxFileBytes: number): BodyLimit {
  const files = FILES.get(routeId ?? '') ?? 0
  return { most: files > 0 ? maxFileBytes + MB : FORM_BYTES, isForm: !OCTETS.has(routeId ?? ''), files }
}
