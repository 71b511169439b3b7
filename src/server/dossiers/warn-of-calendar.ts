import {
  getWorkCalendar,
  grantsOfPost,
  isDueToEnter,
  loadPosts,
  yearsWithoutHolidays,
  yearWithoutHolidays,
} from '#server/directory/index.ts'
import { insertNotice } from '#server/notices/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { countDueFrom, listAccountsToTell } from './calendar-warning-queries.ts'

/** The year in which a promised due date stands without holidays listed, or null when its calendar is known to the end. */
export async function dueYearUnlisted(db: Db, handlingId: string, dueAt: Date | null, today: string) {
  if (!dueAt) return null
  return yearWithoutHolidays(await getWorkCalendar(db, handlingId, today), today, vietnamDate(dueAt))
}

/** Calendars that lack their next year, with how many open dossiers are promised for it or later; for the administrator's page. */
export async function calendarsToEnter(db: Db, today: string) {
  const open = await yearsWithoutHolidays(db, today)
  const counted = await Promise.all(
    open.map(async (each) => ({ ...each, dossiers: await countDueFrom(db, `${each.year}-01-01`) })),
  )
  return counted.filter((each) => isDueToEnter(each.year, today) || each.dossiers > 0)
}

/**
 * Tells those who keep a working calendar that a coming year has no holidays in it: once a year and calendar, from 1 September of the year
 * before, or as soon as a dossier is promised for such a year. @returns how many people were told.
 */
export async function warnOfCalendar(call: Call): Promise<number> {
  const today = vietnamDate(call.now)
  const toEnter = await calendarsToEnter(call.db, today)
  if (toEnter.length === 0) return 0
  const posts = await loadPosts(call.db, today)
  const keepers = new Map<string, ReadonlySet<string>>()
  for (const post of posts.all.values()) {
    const reach = (await grantsOfPost(call.db, post.id, today)).get('calendars.change')
    if (reach) keepers.set(post.id, reach)
  }
  let told = 0
  for (const calendar of toEnter) {
    const posted = [...keepers].filter(([, reach]) => calendar.followers.every((each) => reach.has(each)))
    const href = `/quan-tri/lich?l=${calendar.id}&nam=${calendar.year}`
    await inTransaction(call, async (within) => {
      const accounts = await listAccountsToTell(
        within.db,
        posted.map(([postId]) => postId),
        { today, kind: 'calendar-missing', href },
      )
      for (const accountId of accounts)
        await insertNotice(within, {
          accountId,
          kind: 'calendar-missing',
          title: `Chưa nhập lịch nghỉ năm ${calendar.year} (${calendar.name})`,
          body:
            `Hẹn trả rơi vào năm ${calendar.year} đang tính cả Tết và ngày lễ là ngày làm việc` +
            (calendar.dossiers > 0 ? `; đã có ${calendar.dossiers} hồ sơ như vậy.` : '.'),
          href,
        })
      if (accounts.length > 0)
        recordAudit(within, 'directory.calendar-missing-told', HOUSE_CHAIN, calendar.id, { year: calendar.year })
      told += accounts.length
    })
  }
  return told
}
