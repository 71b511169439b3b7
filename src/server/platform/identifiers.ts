import { Refusal } from './refusal.ts'

/** The one form of the identifiers of rows: a UUID, as `newId` makes it. */
const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

export const isId = (text: unknown): text is string => typeof text === 'string' && ID.test(text)

/** An identifier that a form or a program gave, known to be one before anybody is asked about it. @throws Refusal `platform.bad-value`. */
export function readId(text: unknown): string {
  if (!isId(text)) throw new Refusal('platform.bad-value')
  return text.toLowerCase()
}

/** The largest whole number that a revision, a position or a count has. */
const MOST = 2_147_483_647

/** A whole number from 0 up that a form carried along: a revision, a position. @throws Refusal `platform.bad-value`. */
export function readCount(text: unknown): number {
  const number = typeof text === 'string' && /^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN
  if (!(number <= MOST)) throw new Refusal('platform.bad-value')
  return number
}

const oldest = Date.UTC(1900, 0)
const newest = Date.UTC(3000, 0)

/** An instant written in ISO 8601 or in milliseconds, of a time in which lists have lines. */
function readInstant(text: string): Date | undefined {
  const at = new Date(/^\d{1,15}$/.test(text) ? Number(text) : /^\d{4}-\d\d-\d\d/.test(text) ? text : Number.NaN)
  return at.getTime() >= oldest && at.getTime() < newest ? at : undefined
}

/** Where a list goes on (`sau`, `after`): the words or instant of its last line, then its identifier; nothing where it begins. */
function headAndId(text: string | null | undefined): { head: string; id: string } | undefined {
  if (!text) return undefined
  const { head, id } = /^(?<head>.{1,300})[|_](?<id>[^|_]{36})$/s.exec(text)?.groups ?? {}
  if (!head || !isId(id)) throw new Refusal('platform.bad-address')
  return { head, id }
}

/** The place after which a list by time goes on. @throws Refusal `platform.bad-address` for what no list gave. */
export function readPlace(text: string | null | undefined): { at: Date; id: string } | undefined {
  const place = headAndId(text)
  if (!place) return undefined
  const at = readInstant(place.head)
  if (!at) throw new Refusal('platform.bad-address')
  return { at, id: place.id }
}

/** The same of a list by day. */
export function readDayPlace(text: string | null | undefined): { on: string; id: string } | undefined {
  const place = headAndId(text)
  if (!place) return undefined
  const at = /^\d{4}-\d\d-\d\d$/.test(place.head) ? readInstant(place.head) : undefined
  if (at?.toISOString().slice(0, 10) !== place.head) throw new Refusal('platform.bad-address')
  return { on: place.head, id: place.id }
}

/** The same of a list by name. */
export function readNamePlace(text: string | null | undefined): { name: string; id: string } | undefined {
  const place = headAndId(text)
  return place && { name: place.head, id: place.id }
}

/** The place after which a list with numbers within a unit goes on: `instant|unit|number`. @throws Refusal `platform.bad-address`. */
export function readNumberPlace(
  text: string | null | undefined,
): { at: Date; organisationId: string; seq: number } | undefined {
  if (!text) return undefined
  const [instant = '', organisationId = '', seq = ''] = text.split('|')
  const at = readInstant(instant)
  if (!at || !/^[\w.-]{1,200}$/.test(organisationId) || !/^\d{1,15}$/.test(seq))
    throw new Refusal('platform.bad-address')
  return { at, organisationId, seq: Number(seq) }
}

/** The place after which a list of coded things goes on: `key|code`; `numeric` where the key is a rank. @throws Refusal `platform.bad-address`. */
export function readCodePlace(
  text: string | null | undefined,
  numeric: boolean,
): { key: string; code: string } | undefined {
  if (!text) return undefined
  const { key, code } = /^(?<key>[^|]{1,500})\|(?<code>[\w.-]{1,80})$/s.exec(text)?.groups ?? {}
  if (!key || !code || (numeric && !/^-?\d{1,9}(\.\d{1,17})?$/.test(key))) throw new Refusal('platform.bad-address')
  return { key, code }
}

/** The number after which a numbered list goes on. @throws Refusal `platform.bad-address`. */
export function readWholePlace(text: string | null | undefined): number | undefined {
  if (!text) return undefined
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Refusal('platform.bad-address')
  return Number(text)
}
