import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Insertable } from 'kysely'
import type { Db } from '#server/platform/call.ts'
import type { Tables } from '#server/platform/db/tables.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { calendarDays } from './directory/calendar.ts'
import { inventName, posts, randomFrom } from './directory/people.ts'
import { deskServices, START, SUCCESSORS, tree } from './directory/tree.ts'

/** A UUID made of a name: the same person has the same id in every demonstration. */
export const namedId = (name: string) => {
  const hex = createHash('sha256').update(name).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export async function insertAll<T extends keyof Tables & string>(db: Db, table: T, rows: Insertable<Tables[T]>[]) {
  for (let at = 0; at < rows.length; at += 1000)
    await db
      .insertInto(table)
      .values(rows.slice(at, at + 1000) as never)
      .execute()
}

/** The rule sets: what the law of each time wants; one is in use. */
export async function seedRuleSets(db: Db) {
  const ruleSets = JSON.parse(readFileSync(new URL('directory/rule-sets.json', import.meta.url), 'utf8')) as {
    id: string
    name: string
    active: boolean
    from: string
    settings: unknown
  }[]
  await insertAll(
    db,
    'rule_set',
    ruleSets.map((each) => ({
      id: each.id,
      name: each.name,
      active: each.active,
      effective_from: each.from,
      effective_to: null,
      settings: JSON.stringify(each.settings),
    })),
  )
}

/** Organisations, posts, people, calendars and rule sets of the demonstration province (Hà Nam at 2020-01-01). All people are fictitious. */
export async function seedDirectory(db: Db) {
  await seedRuleSets(db)
  const organisations = tree()
  await insertAll(
    db,
    'organisation',
    organisations.map((each) => ({
      id: each.id,
      kind: each.kind,
      tier: each.tier,
      established_on: START,
      abolished_on: each.abolishedOn ?? null,
      invented: each.invented,
    })),
  )
  await insertAll(
    db,
    'organisation_version',
    organisations.flatMap((each, order) =>
      each.versions.map(({ name, from, to }) => ({
        organisation_id: each.id,
        valid_from: from,
        valid_to: to,
        name,
        short_name: name.replace(/^UBND /, ''),
        parent_id: each.parentId,
        functions: each.functions,
        address: null,
        phone: '(0226) 3 000 000',
        email: null,
        search_name: fold(name.replace(/^UBND /, '')),
        sort_order: order,
      })),
    ),
  )
  await insertAll(
    db,
    'organisation_code',
    organisations.flatMap((each) =>
      each.codes.map(([scheme, code]) => ({
        organisation_id: each.id,
        scheme,
        code,
        valid_from: START,
        valid_to: each.abolishedOn ?? null,
      })),
    ),
  )
  await insertAll(
    db,
    'organisation_succession',
    SUCCESSORS.map(([from, to]) => ({
      predecessor_id: from,
      successor_id: to,
      effective_on: '2020-01-01',
      kind: 'merge',
      legal_basis: 'NQ 829/NQ-UBTVQH14',
    })),
  )
  await insertAll(
    db,
    'desk_service',
    deskServices().map(([desk, served]) => ({ desk_id: desk, served_id: served, valid_from: START, valid_to: null })),
  )

  const random = randomFrom(2020)
  const all = posts()
  const people = all.map((post) => ({ post, id: namedId(`person ${post.id}`), ...inventName(random) }))
  await insertAll(
    db,
    'post',
    all.map((post) => ({
      id: post.id,
      organisation_id: post.organisationId,
      title: post.title,
      valid_from: START,
      valid_to: null,
    })),
  )
  await insertAll(
    db,
    'post_duty',
    all.flatMap((post) =>
      post.duties.flatMap(([organisation, role, functions = ['']]) =>
        functions.map((each) => ({
          post_id: post.id,
          organisation_id: organisation,
          role,
          function: each,
          valid_from: START,
          valid_to: null,
        })),
      ),
    ),
  )
  await insertAll(
    db,
    'person',
    people.map((each) => ({
      id: each.id,
      full_name: each.name,
      search_name: fold(each.name),
      birth_date: null,
      gender: each.gender,
      phone: null,
      email: null,
    })),
  )
  await insertAll(
    db,
    'appointment',
    people.map((each) => ({
      id: namedId(`appointment ${each.post.id}`),
      person_id: each.id,
      post_id: each.post.id,
      kind: 'main',
      decision_number: null,
      valid_from: START,
      valid_to: null,
    })),
  )
  const titles = new Map(all.map((each) => [each.id, each]))
  await insertAll(
    db,
    'delegation',
    all.flatMap((post) => {
      const head = titles.get(post.id.replace('.pho-', '.'))
      return post.id.includes('.pho-') && head
        ? [
            {
              ...{ id: namedId(`delegation ${post.id}`), from_post_id: head.id, to_post_id: post.id, form: 'KT' },
              ...{ acts: ['papers.sign'], document_number: 'Thông báo phân công công tác (minh họa)' },
              ...{ document_on: START, valid_from: START, valid_to: null, revoked_at: null },
            },
          ]
        : []
    }),
  )

  await insertAll(db, 'work_calendar', [{ id: 'tinh', name: 'Lịch làm việc tỉnh Hà Nam' }])
  await insertAll(
    db,
    'work_hours',
    [1, 2, 3, 4, 5].flatMap((weekday) =>
      [
        [450, 690],
        [780, 1020],
      ].map(([starts, ends]) => ({
        calendar_id: 'tinh',
        weekday,
        starts: starts!,
        ends: ends!,
        valid_from: START,
        valid_to: null,
      })),
    ),
  )
  await insertAll(
    db,
    'calendar_day',
    calendarDays().map((each) => ({ calendar_id: 'tinh', ...each })),
  )
  await insertAll(db, 'organisation_calendar', [
    { organisation_id: 'ubnd-tinh', calendar_id: 'tinh', valid_from: START, valid_to: null },
  ])
  await insertAll(
    db,
    'reception_hours',
    ['ttpvhcc', 'motcua-phu-ly', 'motcua-thanh-liem'].map((organisation) => ({
      organisation_id: organisation,
      weekday: 6,
      starts: 480,
      ends: 660,
      valid_from: START,
      valid_to: null,
    })),
  )

  const roleActs = JSON.parse(readFileSync(new URL('directory/role-acts.json', import.meta.url), 'utf8')) as Record<
    string,
    string[]
  >
  await insertAll(
    db,
    'role_act',
    Object.entries(roleActs).flatMap(([role, acts]) => acts.map((act) => ({ role, act }))),
  )
}
