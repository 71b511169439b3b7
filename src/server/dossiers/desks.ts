import { type Call, HOUSE, may } from '#server/platform/call.ts'
import { houseKeyOf } from '#server/platform/house-key.ts'
import { noteSeen } from '#server/platform/read-trail.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { phoneOfOldData, plainCode, readIdentityNumber, readPhone } from '#server/platform/values/index.ts'
import { readCode } from './code.ts'
import { type After, type DossierLine, type DossierSearch, listFiledBy, listOfUnit, searchIn } from './lists.ts'
import type { DossierState } from './schema.ts'
import { peopleQuery } from './search-words.ts'

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

/** The day and number of a code as clerks say it: `261130-0029`, `261130-29`, `2611300029`, or at the end of a code without its signs. */
function codeTail(code: string): string | undefined {
  const found = /^(?:[0-9A-Z.]*H\d\d[-.]*)?(\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(-\d{1,6}|\d{4})$/.exec(code)
  return found ? `${found[1]}-${found[2]!.replace('-', '').padStart(4, '0')}` : undefined
}

/** What somebody typed or scanned at a desk: a code or its end, an identity number, a phone in any spelling, or part of a name. */
export function readSearch(typed: string): DossierSearch {
  const code = readCode(plainCode(typed).replace(/[\p{Pd}\u2212]/gu, '-'))
  if (/^[A-Z0-9.]+-\d{6}-\d{4,}$/.test(code)) return { by: 'code', words: code }
  const tail = codeTail(code)
  if (tail) return { by: 'code-tail', words: tail }
  const phone = readPhone(typed).kept ?? phoneOfOldData(code)
  if (/^(0\d{9,10}|\+\d{7,15}|1[89]00\d{4,6})$/.test(phone)) return { by: 'phone', words: phone }
  const identity = /\d{6}/.test(typed.replace(/\D/g, '')) ? readIdentityNumber(undefined, typed).kept : undefined
  return identity ? { by: 'identity', words: identity } : { by: 'name', words: peopleQuery(typed) }
}

/** Finds by code (bar code) or its end, identity number, phone or name, among what the official may view. */
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
