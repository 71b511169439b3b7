import assert from 'node:assert/strict'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { fileDossier, type ReturnBy } from '#server/dossiers/index.ts'
import { aCitizen, officialOf } from '#server/dossiers/testing.ts'
import type { Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { competentUnits, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'

/** A dossier of a procedure with invented answers, filed by `aCitizen()` where it belongs. */
export async function aFiledDossier(
  db: Db,
  procedureCode: string,
  now: Date,
  {
    returnBy = 'collect',
    atCounter = false,
    seed = 7,
    answers: fixed = {},
  }: { returnBy?: ReturnBy; atCounter?: boolean; seed?: number; answers?: Record<string, unknown> } = {},
): Promise<string> {
  const on = vietnamDate(now)
  const version = await findPublished(db, procedureCode, on)
  assert.ok(version, procedureCode)
  const directory = await loadDirectory(db, on)
  const communes = directory.communes().map((each) => each.id)
  const invented = inventedAnswers(version.content, chanceOf(seed), communes, on, fixed as never)
  const answers = visibleAnswers(version.content.form!, invented, on)
  const receiving = competentUnits(version.content.receiving, answers, directory, on).units[0]!
  const online = !atCounter && version.content.channels.includes('online')
  const desk = (await loadPosts(db, on)).serving(`${directory.deskOf(receiving) ?? receiving}/receiver`)[0]!
  const actor = online ? aCitizen() : await officialOf(db, desk.id, now)
  const owner = { kind: 'person' as const, name: 'Trần Thị Thử', phone: '0912345678', address: 'Thôn Yên Thống' }
  const filed = await fileDossier(
    { db, actor, now },
    {
      ...{ procedureVersionId: version.id, receivingId: receiving, channel: online ? 'online' : 'counter' },
      ...{ filedHow: 'alone', owner, filer: { accountId: aCitizen().id, name: 'Trần Thị Thử' }, answers },
      ...{ documents: [], sets: 1, returnBy, returnAddress: null },
    },
  )
  return filed.id
}
