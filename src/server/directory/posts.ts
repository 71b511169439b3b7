import { type Db, HOUSE } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type Directory, loadDirectory } from './directory.ts'
import {
  listCalendarDays,
  listDelegationsOn,
  listDutiesOn,
  listHoldersOn,
  listOrganisationCalendars,
  listRoleActs,
  listWorkHours,
} from './queries.ts'
import { remembered } from './remembered.ts'
import type { Duty, Post, WorkCalendar } from './schema.ts'

const queuesOfDuty = ({ organisationId, role, function: f }: Duty) => [
  `${organisationId}/${role}`,
  ...(f ? [`${organisationId}/${role}/${f}`] : []),
]

/**
 * The queues a post serves: `organisation/role`, and `organisation/role/function` for duties with a function; those of ended units too
 * whose open work its own took.
 */
export const queuesOf = (post: Post): string[] => [
  ...new Set([...post.duties, ...(post.inherited ?? [])].flatMap((duty) => queuesOfDuty(duty))),
]

export type Posts = {
  all: ReadonlyMap<string, Post>
  /** Posts that serve a queue. */
  serving: (queue: string) => Post[]
  /** Posts a person holds today. */
  heldBy: (personId: string) => Post[]
}

/** Posts, their duties and holders on a day, remembered until the directory changes. */
export const loadPosts = (db: Db, on: string = vietnamDate(new Date())): Promise<Posts> =>
  remembered(db, `posts ${on}`, async () => {
    const [directory, duties, holders] = await Promise.all([
      loadDirectory(db, on),
      listDutiesOn(db, on),
      listHoldersOn(db, on),
    ])
    const holderOf = new Map(holders.map((row) => [row.postId, row]))
    const all = new Map<string, Post & { duties: Duty[]; inherited: Duty[] }>()
    for (const row of duties) {
      const post = all.get(row.postId) ?? {
        id: row.postId,
        title: row.title,
        organisationId: row.homeId,
        duties: [],
        inherited: [],
        holder: holderOf.get(row.postId)?.fullName ?? null,
      }
      post.duties.push({ organisationId: row.organisationId, role: row.role, function: row.function })
      for (const organisationId of directory.predecessors(row.organisationId))
        post.inherited.push({ organisationId, role: row.role, function: row.function })
      all.set(row.postId, post)
    }
    const byQueue = new Map<string, Post[]>()
    for (const post of all.values())
      for (const queue of queuesOf(post)) byQueue.set(queue, [...(byQueue.get(queue) ?? []), post])
    const byPerson = Map.groupBy(holders, (row) => row.personId)
    return {
      all,
      serving: (queue) => byQueue.get(queue) ?? [],
      heldBy: (personId) => (byPerson.get(personId) ?? []).flatMap((row) => all.get(row.postId) ?? []),
    }
  })

/** Acts on what belongs to the house as a whole: whoever reaches the whole province with one may do it there (`mayForHouse`). */
const HOUSE_ACTS = [
  'jobs.view',
  'outbox.view',
  'audit.view',
  'settings.change',
  'papers.change-templates',
  'papers.publish-templates',
] as const

/** Acts granted to a post: each duty's role in the subtree of its organisation and in what ended units left to it, and what is delegated to it in writing today. */
export const grantsOfPost = (
  db: Db,
  postId: string,
  on: string = vietnamDate(new Date()),
): Promise<ReadonlyMap<string, ReadonlySet<string>>> =>
  remembered(db, `grants ${postId} ${on}`, async () => {
    const [directory, posts, roleActs, delegations] = await Promise.all([
      loadDirectory(db, on),
      loadPosts(db, on),
      remembered(db, 'role acts', () => listRoleActs(db)),
      remembered(db, `delegations ${on}`, () => listDelegationsOn(db, on)),
    ])
    const grants = new Map<string, Set<string>>()
    const add = (duties: readonly Duty[], only?: readonly string[]) => {
      for (const duty of duties)
        for (const { role, act } of roleActs)
          if (role === duty.role && (!only || only.includes(act))) {
            const reach = grants.get(act) ?? new Set()
            for (const id of directory.reach(duty.organisationId)) reach.add(id)
            grants.set(act, reach)
          }
    }
    add(posts.all.get(postId)?.duties ?? [])
    for (const row of delegations)
      if (row.toPostId === postId) add(posts.all.get(row.fromPostId)?.duties ?? [], row.acts)
    const top = directory.all().filter((each) => each.kind === 'committee' && each.tier === 'province')
    for (const act of HOUSE_ACTS) {
      const reach = grants.get(act)
      if (reach && top.length > 0 && top.every((each) => reach.has(each.id))) reach.add(HOUSE)
    }
    return grants
  })

/** Acts by which a written delegation lets somebody sign papers: that of assigned work, and the right of the leader's place. */
const SIGNING: readonly string[] = ['papers.sign', 'signing.lead']

/** The delegation in force on a day by which a post signs papers for another (phân công, ủy quyền bằng văn bản). */
export async function signingDelegation(db: Db, postId: string, on: string) {
  const [posts, delegations] = await Promise.all([
    loadPosts(db, on),
    remembered(db, `delegations ${on}`, () => listDelegationsOn(db, on)),
  ])
  const row = delegations.find((each) => each.toPostId === postId && each.acts.some((act) => SIGNING.includes(act)))
  const from = row && posts.all.get(row.fromPostId)
  return row && from
    ? { form: row.form as 'KT' | 'TL' | 'TUQ' | 'Q', fromTitle: from.title, documentNumber: row.documentNumber }
    : undefined
}

/** The unit that holds a step, by the words of the procedure (`StepUnit`). */
export type HolderRule = {
  role: string
  unit: {
    of: 'desk' | 'receiving' | 'handling' | 'handling-desk' | 'district' | 'district-desk' | 'fixed'
    function?: string | undefined
    organisation?: string | undefined
  }
}
export type Holder = { organisationId: string; role: string; function: string; queue: string }

/** Where a step of this dossier is done, units that ended since replaced by their successors: the organisation, its division with the function, or in a commune the post with it. */
export function resolveHolder(
  directory: Directory,
  rule: HolderRule,
  then: { deskId: string; receivingId: string; handlingId: string },
): Holder {
  const place = {
    deskId: directory.successor(then.deskId),
    receivingId: directory.successor(then.receivingId),
    handlingId: directory.successor(then.handlingId),
  }
  const district = () => directory.over(place.receivingId, 'district') ?? place.handlingId
  const of = {
    desk: () => place.deskId,
    receiving: () => place.receivingId,
    handling: () => place.handlingId,
    'handling-desk': () => directory.deskOf(place.handlingId) ?? place.deskId,
    district,
    'district-desk': () => directory.deskOf(district()) ?? place.deskId,
    fixed: () => directory.successor(rule.unit.organisation ?? place.handlingId),
  }[rule.unit.of]()
  const wanted = rule.unit.function
  const part = wanted ? directory.withFunction(of, wanted) : undefined
  const organisationId = part ?? of
  const inPost = wanted && !part ? wanted : ''
  return {
    organisationId,
    role: rule.role,
    function: inPost,
    queue: `${organisationId}/${rule.role}${inPost ? `/${inPost}` : ''}`,
  }
}

/** The working calendar of an organisation: its own or the nearest above. */
export async function getWorkCalendar(
  db: Db,
  organisationId: string,
  on: string = vietnamDate(new Date()),
): Promise<WorkCalendar> {
  const directory = await loadDirectory(db, on)
  const [assigned, hours, days] = await remembered(db, `calendars ${on}`, () =>
    Promise.all([listOrganisationCalendars(db, on), listWorkHours(db), listCalendarDays(db)]),
  )
  const line = [organisationId, ...directory.ancestors(organisationId).map((each) => each.id)]
  const id =
    line.map((each) => assigned.find((row) => row.organisationId === each)?.calendarId).find(Boolean) ??
    assigned[0]?.calendarId
  if (!id) throw new Error(`No calendar for ${organisationId}`)
  return remembered(db, `calendar ${id}`, async () => ({
    hours: hours.filter((row) => row.calendarId === id),
    days: new Map(days.filter((row) => row.calendarId === id).map((row) => [row.day, row.working])),
  }))
}
