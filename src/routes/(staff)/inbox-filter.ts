import { own } from '#own-keys'
import { type DossierState, STATES, type TaskFilter, type TaskPlace, textFilter } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { readPlace as readPlaceAfter } from '#server/platform/identifiers.ts'
import { nextDate, vietnamDate } from '#server/platform/vietnam-time.ts'
import { codesOfField, findPublished } from '#server/procedures/index.ts'
import { dateWords } from '#ui/format.ts'
import { readDay } from '../typed-day.ts'
import { CHANNELS, type Chosen, type FilterName, FILTERS, HELD, ONLY, RECEIVED, STEP_KINDS } from './inbox-words.ts'

/** The place a page begins after, out of `sau`. */
export function readPlace(url: URL): TaskPlace | undefined {
  const place = readPlaceAfter(url.searchParams.get('sau'))
  return place && { due: place.at, id: place.id }
}
export const placeText = (place: TaskPlace) => `${place.due.toISOString()}|${place.id}`

/** The address of a list under the same filters, with some changed; a change of filter begins at the first page. */
export function addressWith(url: URL, change: Record<string, string | null>, path = url.pathname): string {
  const params = new URLSearchParams([...url.searchParams].filter(([name, value]) => name !== 'sau' && value !== ''))
  for (const [name, value] of Object.entries(change))
    if (value === null) params.delete(name)
    else params.set(name, value)
  return params.size > 0 ? `${path}?${params}` : path
}

const oneOf = <T extends string>(words: Record<T, unknown>, given: string | undefined) =>
  given !== undefined && Object.hasOwn(words, given) ? (given as T) : undefined
const startOf = (day: string) => new Date(`${day}T00:00:00+07:00`)

export type ReadFilter = {
  filter: TaskFilter
  given: Partial<Record<FilterName, string>>
  faults: Partial<Record<FilterName, string>>
  chosen: Chosen[]
}

/** The filters of an inbox out of its address: what to ask, what was typed, what could not be read, and the tags to take them off. */
export async function readFilter({ db, now, actor }: Call, url: URL): Promise<ReadFilter> {
  const given: ReadFilter['given'] = {}
  for (const name of FILTERS) {
    const typed = url.searchParams.get(name)?.normalize('NFC').trim().slice(0, 200)
    if (typed) given[name] = typed
  }
  const filter: TaskFilter = { only: oneOf(ONLY, url.searchParams.get('loc') ?? undefined) as TaskFilter['only'] }
  if (Object.keys(given).length === 0) return { filter, given, faults: {}, chosen: [] }
  const faults: ReadFilter['faults'] = {}
  const words: Partial<Record<FilterName, string>> = {}
  const day = (name: 'tu' | 'den', label: string) => {
    const typed = given[name]
    const read = typed ? readDay(typed) : undefined
    if (read) words[name] = `${label} ${dateWords(read)}`
    else if (typed) faults[name] = `Không đọc được ngày “${typed}”. Viết ngày/tháng/năm, ví dụ 24/11/2026.`
    return read
  }
  const choose = <T extends string>(name: FilterName, all: Record<T, string>, label: string) => {
    const value = oneOf(all, given[name])
    if (value) words[name] = `${label}: ${own(all, value)}`
    return value
  }
  if (given.q) {
    filter.text = textFilter(given.q)
    words.q = `“${given.q}”`
  }
  if (given['thu-tuc']) {
    filter.procedureCodes = [given['thu-tuc']]
    const version = await findPublished(db, given['thu-tuc'], vietnamDate(now))
    words['thu-tuc'] = version?.content.shortName ?? version?.content.name ?? given['thu-tuc']
  }
  if (given['linh-vuc']) {
    const codes = await codesOfField(db, given['linh-vuc'])
    filter.procedureCodes = filter.procedureCodes?.filter((code) => codes.includes(code)) ?? codes
    words['linh-vuc'] = `Lĩnh vực: ${given['linh-vuc']}`
  }
  const states = Object.fromEntries(Object.entries(STATES).map(([key, state]) => [key, state.words]))
  filter.state = choose('trang-thai', states as Record<DossierState, string>, 'Tình trạng')
  filter.channel = choose('kenh', CHANNELS, 'Cách nộp')
  filter.stepKind = choose('buoc', STEP_KINDS, 'Bước')
  const held = choose('giu', HELD, 'Ai giữ')
  if (held === 'hang') filter.holder = 'nobody'
  else if (held && actor.postId) filter.holder = { postId: actor.postId }
  const received = choose('nhan', RECEIVED, 'Bàn giao')
  filter.received = received ? received === 'roi' : undefined
  const [from, to] = [day('tu', 'Hạn từ'), day('den', 'Hạn đến')]
  if (from) filter.dueFrom = startOf(from)
  if (to) filter.dueBefore = startOf(nextDate(to))
  if (from && to && from > to) faults.den = 'Ngày cuối phải bằng hoặc sau ngày đầu.'
  const chosen = FILTERS.flatMap((name) =>
    words[name] ? [{ name, words: words[name], without: addressWith(url, { [name]: null }) }] : [],
  )
  return { filter, given, faults, chosen }
}
