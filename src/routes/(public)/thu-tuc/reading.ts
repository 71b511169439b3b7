import type { ListFilter } from '#server/procedures/index.ts'

/** What a list of procedures is asked for, out of its address. */
export function readList(url: URL) {
  const text = (name: string) => url.searchParams.get(name)?.normalize('NFC').trim().slice(0, 300) || undefined
  const level = Number(text('muc'))
  const filter: ListFilter = {
    tier: text('cap'),
    agency: text('co-quan'),
    field: text('linh-vuc'),
    audience: text('doi-tuong'),
    level: [2, 3, 4].includes(level) ? level : undefined,
  }
  return { phrase: text('q') ?? '', event: text('viec'), filter, place: text('sau') ?? '' }
}
