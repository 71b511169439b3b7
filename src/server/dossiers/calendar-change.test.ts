import assert from 'node:assert/strict'
import { test } from 'node:test'
import { changeWorkHours, setCalendarDay } from '#server/directory/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { documentsFor, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { acceptDossier, fileDossier, type FileDossier, viewDossier } from './index.ts'
import { aCitizen, asHolder } from './testing.ts'

const MONDAY = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'

/** A certificate of marital status of Xã Liêm Phong, as a citizen asks for it. */
async function command(db: Db): Promise<FileDossier> {
  const version = (await findPublished(db, '1.004873', ON))!
  const answers = inventedAnswers(version.content, chanceOf(3), ['xa-liem-phong'], ON, {})
  return {
    ...{ procedureVersionId: version.id, receivingId: 'xa-liem-phong', channel: 'online', filedHow: 'alone' },
    ...{ owner: { kind: 'person', name: 'Trần Thị Thử', identity: '035090000001', phone: '0912345678' } },
    ...{
      filer: { accountId: aCitizen().id, name: 'Trần Thị Thử' },
      answers: visibleAnswers(version.content.form!, answers, ON),
    },
    ...{ documents: [], sets: 1, returnBy: 'collect', returnAddress: null },
  }
}

/** Sent and accepted on Monday morning. @returns what was promised. */
async function promised(db: Db): Promise<{ id: string; dueAt: Date }> {
  const { id } = await fileDossier({ db, actor: aCitizen(), now: MONDAY }, await command(db))
  const call = await asHolder(db, id, MONDAY)
  const { dossier, procedure } = await viewDossier(call, { id })
  const version = (await findPublished(db, procedure.code, ON))!
  const checks = documentsFor(version.content, dossier.answers, ON).map((each) => ({
    documentKey: each.key,
    verdict: 'there' as const,
  }))
  await acceptDossier(call, { dossierId: id, checks })
  return { id, dueAt: (await viewDossier(call, { id })).dossier.dueAt! }
}

test('a change of the calendar moves no due date already promised; what is promised afterwards counts with it', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const before = await promised(db)
  const due = vietnamDate(before.dueAt)
  assert.ok(due > ON, due)
  const reach = (await db.selectFrom('organisation').select('id').execute()).map((each) => each.id)
  const administrator: Call = { db, actor: anActor({ 'calendars.change': reach }), now: MONDAY }
  await setCalendarDay(administrator, { calendarId: 'tinh', day: due, kind: 'holiday', reason: 'Nghỉ đột xuất' })
  await changeWorkHours(administrator, {
    calendarId: 'tinh',
    from: '2026-11-24',
    spans: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, starts: 480, ends: 600 })),
  })
  await new Promise((done) => setTimeout(done, 1050))
  const kept = await viewDossier(await asHolder(db, before.id, MONDAY), { id: before.id })
  assert.deepEqual(kept.dossier.dueAt, before.dueAt)
  assert.ok((await promised(db)).dueAt > before.dueAt)
})
