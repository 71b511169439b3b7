import { type Call, HOUSE, may } from '#server/platform/call.ts'
import { houseKeyOf } from '#server/platform/house-key.ts'
import { noteSeen } from '#server/platform/read-trail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { readCode } from './code.ts'
import { type After, type DossierLine, listFiledBy, listOfUnit, searchIn } from './lists.ts'
import type { DossierState } from './schema.ts'

export type Page<T, Next> = { items: T[]; next: Next | null }

/** The official behind a call, acting as a post. @throws Refusal `dossiers.no-right`. */
export const requireOfficial = ({ actor }: Call) => {
  if (actor.kind !== 'official' || !actor.postId) throw new Refusal('dossiers.no-right', { act: 'view' })
  return { ...actor, postId: actor.postId }
}

const pageOf = (rows: DossierLine[], limit: number): Page<DossierLine, NonNullable<After>> => {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last ? { filedAt: last.filedAt, id: last.id } : null }
}

/** What the signed-in citizen filed. */
export const listOwn = async ({ db, actor }: Call, after?: After, limit = 20) =>
  pageOf(actor.kind === 'citizen' ? await listFiledBy(db, actor.id, after, limit) : [], limit)

/** Dossiers of a unit in the reach of the official. */
export async function listUnitDossiers(
  call: Call,
  unitId: string,
  filter: {
    side: 'receiving' | 'handling'
    states?: DossierState[] | undefined
    procedureCode?: string | undefined
    after?: After
    limit?: number
  },
) {
  if (!may(call.actor, 'dossiers.view', unitId)) throw new Refusal('dossiers.no-right', { act: 'view' })
  const limit = Math.min(filter.limit ?? 50, 500)
  return pageOf(await listOfUnit(call.db, unitId, { ...filter, limit }), limit)
}

/** What somebody typed or scanned at a desk: a code, an identity number, a phone, or a name. */
export function readSearch(typed: string) {
  const code = readCode(typed)
  if (/^[A-Z0-9.]+-\d{6}-\d{4,}$/.test(code)) return { by: 'code' as const, words: code }
  const digits = typed.replace(/[\s.]/g, '')
  if (/^0\d{9}$/.test(digits)) return { by: 'phone' as const, words: digits }
  if (/^(\d{9}|\d{12})$/.test(digits) || /^[A-Z]\d{6,9}$/i.test(digits))
    return { by: 'identity' as const, words: digits.toUpperCase() }
  return { by: 'name' as const, words: fold(typed.slice(0, 200)) }
}

/** Finds by code (bar code), identity number, phone or name, among what the official may view. */
export async function searchDossiers(call: Call, typed: string, limit = 50): Promise<DossierLine[]> {
  const reach = [...(requireOfficial(call).grants.get('dossiers.view') ?? [])]
  const search = readSearch(typed)
  // Whom an official looked for is read by who holds the key of the house, not by who reads the trail.
  if (search.words)
    noteSeen(call, 'dossiers.searched', call.actor.organisationId ?? HOUSE, null, {
      words: houseKeyOf(call.db).seal(typed.slice(0, 200)).toString('base64'),
    })
  return search.words ? searchIn(call.db, reach, search, limit) : []
}
