import { own } from '#own-keys'
import { fold } from '#server/platform/vietnamese-text.ts'
import { readCodePlace } from '#server/platform/identifiers.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  countByFilter,
  didYouMean,
  listByLifeEvent,
  listPublished,
  noteSearchMiss,
  searchPublished,
} from '#server/procedures/index.ts'
import { deskToAsk } from '../../desk-to-ask.ts'
import { LIFE_EVENTS } from '../life-events.ts'
import { readList } from './reading.ts'
import type { PageServerLoad } from './$types.js'

const SIZE = 30

export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const { db, now } = locals.call
  const on = vietnamDate(now)
  const { phrase, event, filter, place } = readList(url)
  const from = readCodePlace(place, phrase !== '')
  const counts = await countByFilter(db, filter, on, phrase)
  if (!phrase) setHeaders({ 'x-dinh-cache': 'procedures' })
  const shared = {
    phrase,
    event: event && own(LIFE_EVENTS, event) ? { key: event, ...own(LIFE_EVENTS, event) } : null,
    filter,
    counts,
    desk: await deskToAsk(db),
  }
  if (shared.event) {
    const items = await listByLifeEvent(db, event as 'birth', on)
    return { ...shared, items, total: items.length, meant: undefined, next: null }
  }
  if (phrase) {
    const after = from && { rank: Number(from.key), code: from.code }
    const [found, meant] = await Promise.all([
      searchPublished(db, on, phrase, filter, SIZE + 1, after),
      didYouMean(db, phrase, on),
    ])
    if (found.length === 0 && !after) await noteSearchMiss(db, phrase, now)
    const items = found.slice(0, SIZE)
    const last = items.at(-1)
    return {
      ...shared,
      items,
      total: counts.total,
      meant,
      next: found.length > SIZE && last ? `${last.rank}|${last.code}` : null,
    }
  }
  const after = from && { foldName: fold(from.key), code: from.code }
  const found = await listPublished(db, on, filter, SIZE + 1, after)
  const items = found.slice(0, SIZE)
  const last = items.at(-1)
  return {
    ...shared,
    items,
    total: counts.total,
    meant: undefined,
    next: found.length > SIZE && last ? `${last.foldName}|${last.code}` : null,
  }
}
