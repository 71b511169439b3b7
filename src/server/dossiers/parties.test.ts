import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Refusal } from '#server/platform/refusal.ts'
import type { Db } from '#server/platform/call.ts'
import { testDatabase } from '#server/platform/testing.ts'
import { findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { setAt } from '#own-keys'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { type FileDossier, fileGiven, ownerFrom, viewDossier } from './index.ts'
import { officialOf } from './testing.ts'

const NOW = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const DESK = 'xa-liem-phong.tu-phap'

async function command(db: Db, fixed: Record<string, unknown> = {}): Promise<FileDossier> {
  const version = (await findPublished(db, '1.001193', ON))!
  const invented = inventedAnswers(version.content, chanceOf(3), ['xa-liem-phong'], ON, {
    'child.motherRecorded': true,
    'child.situation': 'ordinary',
  })
  const known = { 'applicant.identity.paper': 'can-cuoc', 'applicant.identity.number': '035190000011', ...fixed }
  for (const [path, value] of Object.entries(known)) setAt(invented, path, value)
  const answers = visibleAnswers(version.content.form!, invented, ON)
  const owner = ownerFrom(version.content, answers)
  return {
    ...{ procedureVersionId: version.id, receivingId: 'xa-liem-phong', channel: 'counter', filedHow: 'assisted' },
    ...{
      owner,
      filer: { name: owner.name },
      answers,
      documents: [],
      sets: 1,
      returnBy: 'collect',
      returnAddress: null,
    },
  }
}
const faultsOf = async (act: Promise<unknown>): Promise<string[]> => {
  try {
    await act
    return []
  } catch (refused) {
    assert.ok(refused instanceof Refusal, String(refused))
    const faults = (refused.facts.faults ?? []) as { path: string }[]
    return faults.length > 0 ? faults.map((each) => each.path) : [refused.code]
  }
}

// open-forms #1899: what the page refuses came in by the API.
test('a dossier from another system obeys the rules of the page, each fault at its field', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = { db, actor: await officialOf(db, DESK, NOW), now: NOW }
  const good = await command(db)
  const given = (owner: object, rest: object = {}) =>
    faultsOf(fileGiven(call, { ...good, owner: { ...good.owner, ...owner }, ...rest } as FileDossier))
  for (const [owner, path] of [
    [{ identityPaper: 'can-cuoc', identity: '35190000011' }, 'owner.identity'],
    [{ identityPaper: 'cmnd', identity: '035190000011' }, 'owner.identity'],
    [{ birth: '2020-13-45' }, 'owner.birth'],
    [{ birth: '2099-01-01' }, 'owner.birth'],
    [{ name: '\u00a0\u200b' }, 'owner.name'],
    [{ name: 'Người Khác' }, 'owner.name'],
    [{ identity: '035190000029' }, 'owner.identity'],
    [{ phone: '000000000' }, 'owner.phone'],
    [{ kind: 'enterprise' }, 'owner.kind'],
  ] as const)
    assert.deepEqual(await given(owner), [path], JSON.stringify(owner))
  assert.deepEqual(await given({ phone: '1', birth: '31/02/2020' }), ['owner.birth', 'owner.phone'], 'all at once')
  assert.deepEqual(await given({}, { filer: { name: 'Người Khác' } }), ['filer.name'])
  assert.deepEqual(await given({}, { returnBy: 'post' }), ['dossiers.return-address-missing'])
  assert.deepEqual(await given({}, { returnBy: 'post', returnAddress: ' \u200b' }), ['dossiers.return-address-missing'])
  const answers = structuredClone(good.answers) as { child: Record<string, unknown>; applicant: Record<string, never> }
  answers.child.birthDate = '2099-01-01'
  assert.deepEqual(await given({}, { answers }), ['child.birthDate'])
  const elsewhere = { ...answers.applicant, residence: { commune: 'xa-khong-co', detail: 'Thôn 1' } }
  assert.deepEqual(await given({}, { answers: { ...good.answers, applicant: elsewhere } }), [
    'applicant.residence.commune',
  ])
})

test('what can be mended is mended the same for every way in: NFC, unseen marks, spaces in numbers, +84', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const call = { db, actor: await officialOf(db, DESK, NOW), now: NOW }
  const typed = {
    'applicant.fullName': 'Tra\u0302\u0300n\u000b Văn\u0007 \u200bÐông',
    'applicant.identity.number': '035 190 000 011',
    'applicant.phone': '+84 912 345 678',
  }
  const good = await command(db, typed)
  const { code } = await fileGiven(call, { ...good, owner: { kind: 'person', name: 'TRẦN VĂN ĐÔNG' } })
  const { dossier } = await viewDossier(call, { code })
  assert.deepEqual(
    [dossier.ownerName, dossier.ownerIdentity, dossier.ownerPhone],
    ['Trần Văn Đông', '035190000011', '0912345678'],
  )
  const { applicant } = dossier.answers as { applicant: { fullName: string; phone: string } }
  assert.deepEqual([applicant.fullName, applicant.phone], ['Trần Văn Đông', '0912345678'])
})
