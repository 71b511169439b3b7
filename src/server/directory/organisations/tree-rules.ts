import { Refusal } from '#server/platform/refusal.ts'

/** One version of one organisation: where it stands between two days (`to` is the first day it no longer does). */
export type Line = {
  id: string
  name: string
  from: string
  to: string | null
  parentId: string | null
  establishedOn: string
  abolishedOn: string | null
}

const FOREVER = '9999-12-31'
export const inForceOn = (line: { from: string; to: string | null }, on: string) =>
  line.from <= on && (line.to ?? FOREVER) > on

export const dayWords = (on: string) => on.split('-').toReversed().join('/')

/** @throws Refusal `directory.in-the-past`: the past of the tree is never edited. */
export function decideStart(from: string, today: string) {
  if (from < today) throw new Refusal('directory.in-the-past', { today: dayWords(today) })
}

/** The version that a change from a day follows. @throws Refusal `directory.later-version`, `directory.organisation-ended`. */
export function decideFollowed(lines: readonly Line[], id: string, from: string): Line {
  const own = lines.filter((each) => each.id === id)
  const later = own.find((each) => each.from >= from)
  if (later) throw new Refusal('directory.later-version', { name: later.name, from: dayWords(later.from) })
  const followed = own.find((each) => inForceOn(each, from))
  if (!followed || followed.abolishedOn) throw new Refusal('directory.organisation-ended', { name: own[0]?.name ?? id })
  return followed
}

/**
 * That `id` may stand under `parentId` from a day on: the parent is there for good, and on no day from then on does the tree close
 * into a circle. @throws Refusal `directory.parent-missing`, `directory.cycle`.
 */
export function decidePlace(lines: readonly Line[], id: string, parentId: string, from: string) {
  const parent = lines.find((each) => each.id === parentId)
  if (!parent || parent.establishedOn > from || parent.abolishedOn) throw new Refusal('directory.parent-missing')
  const turns = [from, ...lines.map((each) => each.from).filter((each) => each > from)]
  const byId = Map.groupBy(lines, (each) => each.id)
  for (const on of new Set(turns)) {
    const seen = new Set([id])
    for (
      let at: string | null = parentId;
      at;
      at = byId.get(at)?.find((each) => inForceOn(each, on))?.parentId ?? null
    ) {
      if (seen.has(at)) throw new Refusal('directory.cycle', { name: parent.name })
      seen.add(at)
    }
  }
}

/** "Phòng Kinh tế số" -> "phong-kinh-te-so"; an id once given is never given again, so a taken one gets its place or a number. */
export function decideId(name: string, place: string, taken: ReadonlySet<string>): string {
  const slug = (text: string) =>
    text
      .normalize('NFD')
      .replace(/[\u0300-\u036f]/g, '')
      .replace(/[đĐ]/g, 'd')
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .replace(/^-|-$/g, '')
      .slice(0, 60)
      .replace(/-$/, '')
  const first = slug(name.replace(/^UBND /, '')) || 'don-vi'
  const choices = [first, `${first}-${place}`.slice(0, 90)]
  for (let number = 2; ; number += 1) {
    const free = choices.find((each) => !taken.has(each))
    if (free) return free
    choices.push(`${first}-${number}`)
  }
}
