import { type Insertable, sql } from 'kysely'
import { forgetDirectory } from '#server/directory/index.ts'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { insertAll, namedId } from './directory.ts'
import { inventName, posts, randomFrom, type SeedPost } from './directory/people.ts'
import { tree } from './directory/tree.ts'
import { insertVersion } from './procedures.ts'
import { twoTierSeeds } from './two-tier/procedures.ts'
import { successions, twoTierDesks, twoTierPosts, twoTierUnits } from './two-tier/units.ts'

/** Branches that stand outside the committees go under the province and live on (unverified). */
const MOVED: [prefix: string, under: string][] = [
  ['quay-cnvpdk-', 'ttpvhcc'],
  ['cnvpdk-', 'so-tnmt'],
  ['cct-', 'cuc-thue-tinh'],
]
const movedUnder = (id: string) => MOVED.find(([prefix]) => id.startsWith(prefix))?.[1]
const BASIS = 'Nghị quyết 202/2025/QH15; nghị quyết sắp xếp xã của tỉnh Ninh Bình (số chưa đối chiếu)'

const dayBefore = (day: string) => new Date(Date.parse(`${day}T00:00:00Z`) - 86_400_000).toISOString().slice(0, 10)

/** Units of the three-tier model that end: every committee of district and commune, with what stands in it. */
const ending = () => tree().filter((each) => each.tier !== 'province' && !each.abolishedOn && !movedUnder(each.id))

async function endUnits(db: Db, from: string, ids: string[]) {
  await db.updateTable('organisation').set({ abolished_on: from }).where('id', 'in', ids).execute()
  for (const table of ['organisation_version', 'organisation_code', 'reception_hours'] as const)
    await db
      .updateTable(table)
      .set({ valid_to: from })
      .where('organisation_id', 'in', ids)
      .where('valid_to', 'is', null)
      .execute()
  await db
    .updateTable('desk_service')
    .set({ valid_to: from })
    .where('served_id', 'in', ids)
    .where('valid_to', 'is', null)
    .execute()
  const ended = (eb: { selectFrom: Db['selectFrom'] }) =>
    eb.selectFrom('post').select('id').where('organisation_id', 'in', ids)
  for (const table of ['post_duty', 'appointment'] as const)
    await db
      .updateTable(table)
      .set({ valid_to: from })
      .where('post_id', 'in', ended(db))
      .where('valid_to', 'is', null)
      .execute()
  await db.updateTable('post').set({ valid_to: from }).where('organisation_id', 'in', ids).execute()
}

/** A unit that lives on under another name or another unit: its version ends, the next begins. */
async function renewUnit(db: Db, from: string, id: string, change: { name?: string; parentId?: string }) {
  const last = await db
    .updateTable('organisation_version')
    .set({ valid_to: from })
    .where('organisation_id', '=', id)
    .where('valid_to', 'is', null)
    .returningAll()
    .executeTakeFirstOrThrow()
  const name = change.name ?? last.name
  const short = name.replace(/^UBND /, '')
  await insertAll(db, 'organisation_version', [
    {
      ...{ ...last, valid_from: from, valid_to: null, name, short_name: short, search_name: fold(short) },
      parent_id: change.parentId ?? last.parent_id,
    },
  ])
}

async function insertUnits(db: Db, from: string) {
  const units = twoTierUnits(from)
  const dates = { valid_from: from, valid_to: null }
  await insertAll(
    db,
    'organisation',
    units.map(({ id, kind, tier, invented }) => ({
      id,
      kind,
      tier,
      invented,
      established_on: from,
      abolished_on: null,
    })),
  )
  await insertAll(
    db,
    'organisation_version',
    units.map(({ id, versions, parentId, functions }, order) => {
      const { name } = versions[0]!
      const short = name.replace(/^UBND /, '')
      return {
        ...{ organisation_id: id, ...dates, name, short_name: short, parent_id: parentId, functions, address: null },
        ...{ phone: '(0226) 3 000 000', email: null, search_name: fold(short), sort_order: 10_000 + order },
      }
    }),
  )
  await insertAll(
    db,
    'organisation_code',
    units.flatMap(({ id, codes }) => codes.map(([scheme, code]) => ({ organisation_id: id, scheme, code, ...dates }))),
  )
  await insertAll(
    db,
    'desk_service',
    twoTierDesks().map(([desk, served]) => ({ desk_id: desk, served_id: served, ...dates })),
  )
  await insertAll(
    db,
    'organisation_succession',
    successions(tree()).map(({ from: predecessor, to, kind, main, verified }) => ({
      ...{
        predecessor_id: predecessor,
        successor_id: to,
        effective_on: from,
        kind,
        legal_basis: BASIS,
        main,
        verified,
      },
    })),
  )
}

/** Who had held such a post in a unit that ended holds one in the unit that carries it on; where nobody is left, a person is invented. */
function appointees(): { post: SeedPost; personId: string; invented: boolean }[] {
  const carriedBy = new Map(successions(tree()).flatMap((each) => (each.main ? [[each.from, each.to] as const] : [])))
  const free = new Map<string, string[]>()
  for (const post of posts()) {
    const [organisation, role] = post.duties[0]!
    const to = carriedBy.get(organisation) ?? carriedBy.get(post.organisationId)
    if (!to) continue
    const key = `${to}/${role}`
    free.set(key, [...(free.get(key) ?? []), namedId(`person ${post.id}`)])
  }
  return twoTierPosts().map((post) => {
    const known = post.duties.map(([organisation, role]) => free.get(`${organisation}/${role}`)?.shift()).find(Boolean)
    return { post, personId: known ?? namedId(`person ${post.id}`), invented: !known }
  })
}

async function insertPosts(db: Db, from: string) {
  const random = randomFrom(2025)
  const all = appointees().map((each) => ({ ...each, ...inventName(random) }))
  const dates = { valid_from: from, valid_to: null }
  await insertAll(
    db,
    'post',
    all.map(({ post }) => ({ id: post.id, organisation_id: post.organisationId, title: post.title, ...dates })),
  )
  await insertAll(
    db,
    'post_duty',
    all.flatMap(({ post }) =>
      post.duties.flatMap(([organisation, role, functions = ['']]) =>
        functions.map((each) => ({ post_id: post.id, organisation_id: organisation, role, function: each, ...dates })),
      ),
    ),
  )
  await insertAll(
    db,
    'person',
    all.flatMap(({ personId, invented, name, gender }): Insertable<Tables['person']>[] =>
      invented ? [{ id: personId, full_name: name, search_name: fold(name), gender }] : [],
    ),
  )
  await insertAll(
    db,
    'appointment',
    all.map(({ post, personId }) => ({
      ...{ id: namedId(`appointment ${post.id}`), person_id: personId, post_id: post.id, kind: 'main', ...dates },
    })),
  )
}

/**
 * Puts the two-tier model of 2025 in force from a day on (chính quyền địa phương hai cấp): the three-tier rule set and its units end the day
 * before, districts are gone, 33 communes with their centres stand under the province. Dossiers that are open stay as they are until
 * `succeedUnits` takes them to whoever carries them on. What no source tells is marked. Loaded by tests; the demonstration lives before it.
 */
export async function seedTwoTier(db: Db, from: string) {
  await db.transaction().execute(async (tx) => {
    await tx
      .updateTable('rule_set')
      .set({ effective_to: dayBefore(from) })
      .where('id', '=', 'three-tier')
      .execute()
    await tx
      .updateTable('rule_set')
      .set({ active: true, effective_from: from, name: 'Hai cấp, từ 2025' })
      .where('id', '=', 'two-tier')
      .execute()
    await endUnits(
      tx,
      from,
      ending().map((each) => each.id),
    )
    await insertUnits(tx, from)
    await renewUnit(tx, from, 'ubnd-tinh', { name: 'UBND tỉnh Ninh Bình' })
    for (const { id } of tree()) {
      const parentId = movedUnder(id)
      if (parentId) await renewUnit(tx, from, id, { parentId })
    }
    await tx
      .updateTable('organisation_code')
      .set({ valid_to: from })
      .where('organisation_id', '=', 'ubnd-tinh')
      .where('scheme', '=', 'gso')
      .execute()
    await insertAll(tx, 'organisation_code', [
      { organisation_id: 'ubnd-tinh', scheme: 'gso', code: '37', valid_from: from, valid_to: null },
    ])
    await insertPosts(tx, from)
    for (const seed of twoTierSeeds(from)) {
      const { last } = await tx
        .selectFrom('procedure_version')
        .select(sql<number>`coalesce(max(version), 0)::int`.as('last'))
        .where('code', '=', seed.content.code)
        .executeTakeFirstOrThrow()
      await insertVersion(tx, seed, last + 1, new Date(`${dayBefore(from)}T08:00:00+07:00`))
    }
  })
  forgetDirectory(db)
}
