import { CERTIFICATE_KINDS, LIST_STATES } from '#server/certificates/index.ts'

/** What the list is narrowed to, from the address. */
export function certificateFilter(url: URL) {
  const read = (name: string, most = 100) => url.searchParams.get(name)?.trim().slice(0, most) || undefined
  return {
    words: read('q'),
    state: LIST_STATES.find((each) => each === read('tt')),
    kind: CERTIFICATE_KINDS.find((each) => each === read('loai')),
    unitId: read('don-vi'),
  }
}
