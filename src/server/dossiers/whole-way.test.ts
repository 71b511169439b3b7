import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import {
  competentUnits,
  documentsFor,
  getVersion,
  type ProcedureVersion,
  validateAnswers,
  visibleAnswers,
} from '#server/procedures/index.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { acceptDossier, fileDossier, progressOf, returnResult, takeStep, viewDossier } from './index.ts'
import { aCitizen, asHolder, officialOf } from './testing.ts'

const NOW = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
/** A child whose parents are both known. */
const ORDINARY = {
  'child.situation': 'ordinary',
  'child.motherRecorded': true,
  'child.fatherRecorded': true,
  'child.parentsMarried': true,
}

async function fillable(db: Db): Promise<ProcedureVersion[]> {
  const rows = await db
    .selectFrom('procedure_version')
    .select('id')
    .where('fillable', '=', true)
    .where('state', '=', 'published')
    .where('effective_from', '<=', ON)
    .where((eb) => eb.or([eb('effective_to', 'is', null), eb('effective_to', '>=', ON)]))
    .execute()
  return Promise.all(rows.map(({ id }) => getVersion(db, id)))
}

async function fileOne(db: Db, version: ProcedureVersion, seed: number) {
  const directory = await loadDirectory(db, ON)
  const communes = directory.communes().map((each) => each.id)
  const answers = visibleAnswers(
    version.content.form!,
    inventedAnswers(version.content, chanceOf(seed), communes, ON, ORDINARY),
    ON,
  )
  assert.deepEqual(validateAnswers(version.content.form!, answers, ON), [], `answers to ${version.content.code}`)
  const receiving = competentUnits(version.content.receiving, answers, directory, ON).units[0]
  assert.ok(receiving, `${version.content.code}: no unit is competent`)
  const online = version.content.channels.includes('online')
  const desk = (await loadPosts(db, ON)).serving(`${directory.deskOf(receiving) ?? receiving}/receiver`)[0]
  const actor = online || !desk ? aCitizen() : await officialOf(db, desk.id, NOW)
  const call: Call = { db, actor, now: NOW }
  const channel = online ? ('online' as const) : ('counter' as const)
  return fileDossier(call, {
    ...{ procedureVersionId: version.id, receivingId: receiving, channel, filedHow: 'alone' as const },
    ...{
      owner: { kind: 'person' as const, name: 'Trần Thị Thử' },
      filer: { accountId: aCitizen().id, name: 'Trần Thị Thử' },
    },
    ...{ answers, documents: [], sets: 1, returnBy: 'collect' as const, returnAddress: null },
  })
}

test('every procedure seeded in full goes its whole way, step by step, to the returned result', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const versions = await fillable(db)
  assert.ok(versions.length >= 32)
  for (const version of versions) {
    const { id, code, answerBy } = await fileOne(db, version, 7)
    assert.ok(answerBy > NOW)
    const { content } = version
    let now = new Date(NOW.getTime() + 600_000)
    const view = await viewDossier(await asHolder(db, id, now), { id })
    const checks = documentsFor(content, view.dossier.answers, ON).map((each) => ({
      documentKey: each.key,
      verdict: 'there' as const,
    }))
    await acceptDossier(await asHolder(db, id, now), { dossierId: id, checks })
    for (let step = 0; step < 40; step += 1) {
      now = new Date(now.getTime() + 600_000)
      const call = await asHolder(db, id, now)
      const here = await viewDossier(call, { id })
      if (here.dossier.state === 'settled') break
      const act = here.acts[0]
      assert.ok(act, `${content.code}: no act at ${here.dossier.stepKey} for ${call.actor.postId}`)
      const words = { remark: 'Theo hồ sơ', clause: 'Điều 1', confirmed: true, answer: here.answer?.choices[0]?.key }
      await takeStep(call, { dossierId: id, act: act.key, ...words })
    }
    const progress = await progressOf(db, code, now)
    assert.equal(progress?.state, 'settled', content.code)
    assert.equal(progress?.national.number, 9)
    await returnResult(await asHolder(db, id, now), {
      ...{
        dossierId: id,
        by: 'collect',
        collectedBy: 'Trần Thị Thử',
        collectedPaper: 'Căn cước 035...',
        originalsShown: true,
      },
    })
    const done = await viewDossier({ db, actor: aCitizen(), now }, { code })
    assert.equal(done.dossier.state, 'returned')
    assert.ok(
      done.way.every((each) => each.doneAt),
      `${content.code}: every step of the way has ended`,
    )
  }
})
