import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { loadDirectory } from './directory.ts'
import { type AfterPerson, listPeopleIn, listPostsIn, listPostsOfOrganisation, listSuccessionsOf } from './lists.ts'
import { inForceOn } from './organisations/tree-rules.ts'
import { listRoleActs } from './queries.ts'
import {
  findPerson,
  findPost,
  listAppointmentsOfPerson,
  listAppointmentsOfPost,
  listDelegationsOf,
  listDutiesOfPost,
} from './queries-officials.ts'
import { listCodes, listDeskServices, listVersions } from './queries-organisations.ts'
import { requireReach, unitsInReach } from './reach.ts'

/** Units by name, typed with or without accents, those that ended or come later too; all of them when no words are given. */
export async function searchUnits(call: Call, words: string) {
  const reach = await unitsInReach(call)
  const today = vietnamDate(call.now)
  const asked = fold(words).split(' ').filter(Boolean)
  const byId = Map.groupBy(await listVersions(call.db), (each) => each.id)
  const found = []
  for (const [id, versions] of byId) {
    if (!reach.has(id)) continue
    if (!versions.some((each) => asked.every((word) => fold(each.name).includes(word)))) continue
    const shown = versions.find((each) => inForceOn(each, today)) ?? versions.at(-1)!
    const { name, kind, tier, parentId, establishedOn, abolishedOn } = shown
    const above = parentId ? (byId.get(parentId)?.find((each) => inForceOn(each, today))?.name ?? parentId) : ''
    const formerly = versions.filter((each) => each.name !== name).map((each) => each.name)
    found.push({ id, name, kind, tier, above, formerly, establishedOn, abolishedOn })
  }
  return found.sort((a, b) => a.name.localeCompare(b.name, 'vi'))
}

/** One unit with everything dated about it. @throws Refusal `directory.unknown-organisation`, `directory.no-right`. */
export async function viewUnit(call: Call, id: string) {
  const { db, now } = call
  const today = vietnamDate(now)
  const all = await listVersions(db)
  const versions = all.filter((each) => each.id === id)
  const shown = versions.find((each) => inForceOn(each, today)) ?? versions.at(-1)
  if (!shown) throw new Refusal('directory.unknown-organisation')
  await requireReach(call, [id])
  const [codes, services, posts, successions] = await Promise.all([
    listCodes(db),
    listDeskServices(db),
    listPostsOfOrganisation(db, id, today),
    listSuccessionsOf(db, id),
  ])
  const named = (each: string) =>
    all.find((row) => row.id === each && inForceOn(row, today))?.name ??
    all.findLast((row) => row.id === each)?.name ??
    each
  return {
    unit: shown,
    parent: shown.parentId ? { id: shown.parentId, name: named(shown.parentId) } : null,
    versions: versions.map((each) => ({ ...each, parentName: each.parentId ? named(each.parentId) : '' })).toReversed(),
    codes: codes.filter((each) => each.organisationId === id).toReversed(),
    desks: services
      .filter((each) => each.servedId === id || each.deskId === id)
      .map((each) => ({ ...each, deskName: named(each.deskId), servedName: named(each.servedId) })),
    children: all
      .filter((each) => each.parentId === id && inForceOn(each, today))
      .map((each) => ({ id: each.id, name: each.name })),
    successions: successions.map((each) => ({
      ...each,
      predecessorName: named(each.predecessorId),
      successorName: named(each.successorId),
    })),
    posts,
  }
}

/** People by name, a page at a time. */
export async function searchPeople(
  call: Call,
  filter: { words: string; after?: AfterPerson | undefined; limit: number },
) {
  const units = [...(await unitsInReach(call))]
  const rows = await listPeopleIn(call.db, units, { ...filter, on: vietnamDate(call.now) })
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  const items = rows.slice(0, filter.limit).map((row) => ({
    ...row,
    posts: row.posts.map((post) => ({ ...post, unitName: directory.organisation(post.organisationId)?.name ?? '' })),
  }))
  const last = items.at(-1)
  return { items, next: rows.length > filter.limit && last ? { name: last.searchName, id: last.id } : null }
}

/** One person and every appointment. @throws Refusal `directory.unknown-person`, `directory.no-right`. */
export async function viewPerson(call: Call, id: string) {
  const units = await unitsInReach(call)
  const known = /^[0-9a-f-]{36}$/.test(id) ? await findPerson(call.db, id) : undefined
  if (!known) throw new Refusal('directory.unknown-person')
  const appointments = await listAppointmentsOfPerson(call.db, id)
  if (appointments.length > 0 && !appointments.some((each) => units.has(each.organisationId)))
    throw new Refusal('directory.no-right')
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  return {
    person: known,
    appointments: appointments.map((each) => ({
      ...each,
      unitName: directory.organisation(each.organisationId)?.name ?? each.organisationId,
    })),
  }
}

/** One post: duties, holders, delegations given and received, and the acts it may give away. @throws Refusal `directory.unknown-post`. */
export async function viewPost(call: Call, id: string) {
  const { db, now } = call
  const today = vietnamDate(now)
  const post = await findPost(db, id)
  if (!post) throw new Refusal('directory.unknown-post')
  await requireReach(call, [post.organisationId])
  const [duties, holders, delegations, roleActs, directory] = await Promise.all([
    listDutiesOfPost(db, id),
    listAppointmentsOfPost(db, id),
    listDelegationsOf(db, id),
    listRoleActs(db),
    loadDirectory(db, today),
  ])
  const named = (each: string) => directory.organisation(each)?.name ?? each
  const roles = new Set(duties.filter((each) => each.to === null || each.to > today).map((each) => each.role))
  return {
    post: { ...post, unitName: named(post.organisationId) },
    duties: duties.map((each) => ({ ...each, unitName: named(each.organisationId) })).toReversed(),
    holders,
    delegations,
    ownActs: [...new Set(roleActs.filter((each) => roles.has(each.role)).map((each) => each.act))].sort(),
  }
}

/** Units and posts to choose from in forms, as `name · id`. */
export async function listChoices(call: Call) {
  const units = [...(await unitsInReach(call))]
  const today = vietnamDate(call.now)
  const [directory, posts] = await Promise.all([loadDirectory(call.db, today), listPostsIn(call.db, units, today)])
  const name = (id: string) => directory.organisation(id)?.name
  return {
    units: units.flatMap((id) => {
      const known = name(id)
      return known ? [{ id, name: known }] : []
    }),
    posts: posts.map((each) => ({
      id: each.id,
      name: `${each.title}, ${name(each.organisationId) ?? each.organisationId}`,
    })),
  }
}
