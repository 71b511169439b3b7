import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IncomingMessage } from 'node:http'
import { sentenceOf } from '#server/refusals.ts'
import { refusedAtTheDoor } from '#server/platform/http-server.ts'
import { setTrustedHeaders } from '#server/platform/trusted-headers.ts'
import { readSettings } from '#server/platform/settings.ts'
import { bodyLimit } from '../../src/routes/body-limits.ts'
import { fileDossier, progressOf, viewDossier } from '#server/dossiers/index.ts'
import { aCitizen } from '#server/dossiers/testing.ts'
import { plainFileName } from '#server/files/index.ts'
import { testDatabase } from '#server/platform/testing.ts'
import {
  findPublished,
  mendAnswers,
  readSection,
  sectionsOf,
  validateAnswers,
  visibleAnswers,
} from '#server/procedures/index.ts'
import { setAt } from '#own-keys'
import { inventedAnswers } from '../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../seeds/dossiers/chance.ts'

const ON = '2026-11-23'
const request = (headers: Record<string, string>, url = '/') =>
  ({ headers: { ...headers }, url, socket: { remoteAddress: '203.0.113.9' } }) as unknown as IncomingMessage

test('names of 1,094 letters with scripts, quotes and nulls are kept as typed, found again and never run', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const version = (await findPublished(db, '1.001193', ON))!
  const name = `<script>alert('x')</script>"; drop table dossier; -- ${'Nguyễn Thị Ánh Tuyết '.repeat(60)}`.slice(
    0,
    1094,
  )
  const fixed = { 'child.situation': 'ordinary', 'child.motherRecorded': true }
  const answers = visibleAnswers(
    version.content.form!,
    inventedAnswers(version.content, chanceOf(3), ['xa-liem-phong'], ON, fixed),
    ON,
  )
  setAt(answers, 'child.fullName', name.slice(0, 200))
  const call = { db, actor: aCitizen(), now: new Date('2026-11-23T02:00:00Z') }
  const { code } = await fileDossier(call, {
    ...{
      procedureVersionId: version.id,
      receivingId: 'xa-liem-phong',
      channel: 'online',
      filedHow: 'alone',
      answers,
      documents: [],
      sets: 1,
      returnBy: 'collect',
      returnAddress: null,
    },
    ...{ owner: { kind: 'person', name }, filer: { accountId: aCitizen().id, name } },
  })
  const view = await viewDossier(call, { code })
  assert.equal(view.dossier.ownerName, name)
  assert.equal(await progressOf(db, `${code}' or '1'='1`, call.now), undefined)
  assert.equal((await progressOf(db, ` ${code.toLowerCase()} `, call.now))?.code, code)
})

test('a form read from hostile fields holds only what it asks, without control letters, and says what is wrong', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const version = (await findPublished(db, '1.001193', ON))!
  const sections = sectionsOf(version.content.form!, {}, ON)
  const form = new FormData()
  for (const section of sections)
    for (const field of section.fields) form.append(field.path, `\u0000\u0007x\u202e${'9'.repeat(5000)}`)
  form.append('__proto__.polluted', 'x')
  form.append('applicant.constructor.prototype', 'x')
  const posted = Object.fromEntries(sections.map((section) => [section.key, readSection(section.fields, form)]))
  const answers = mendAnswers(version.content.form!, posted)
  assert.equal(({} as Record<string, unknown>).polluted, undefined)
  assert.ok(!/\\u000[07]|\u202e/.test(JSON.stringify(answers)) && !JSON.stringify(answers).includes('polluted'))
  assert.ok(validateAnswers(version.content.form!, answers, ON).length > 0)
})

test('a body longer than any route takes does not come in; each route has its own; forwarded headers of strangers do not count', () => {
  const settings = readSettings({ MAX_FILE_MB: '10' })
  const asked = (length: string, method: string) =>
    refusedAtTheDoor(
      { ...request({ 'content-length': length, host: 'localhost' }), rawHeaders: [], method } as never,
      settings,
    )
  assert.equal(asked('12000000', 'POST')?.status, 413)
  assert.equal(asked('2000000', 'GET')?.status, 413)
  assert.equal(asked('2000000', 'POST'), undefined)
  assert.equal(bodyLimit('/(account)/dang-nhap', 1e8).most, 1_048_576)
  assert.equal(bodyLimit('/(citizen)/ho-so/nhap/[id]/dinh-kem', 1e8).most, 1e8 + 1_048_576)
  assert.equal(bodyLimit('/(citizen)/dinh-kem', 1e8).most, 1_048_576)
  const agent = request({ host: 'dinh.example', cookie: 'a=b', origin: 'https://evil.example' }, '/api/agent/x')
  setTrustedHeaders(agent, 'https://dinh.example', () => false)
  assert.deepEqual([agent.headers.cookie, agent.headers.origin], [undefined, 'https://dinh.example'])
  const forged = request({
    host: 'dinh.example',
    'x-forwarded-for': '10.0.0.1',
    'x-dinh-client': '10.0.0.1',
    forwarded: 'for=10.0.0.1',
  })
  setTrustedHeaders(forged, undefined, () => false)
  assert.equal(forged.headers['x-dinh-client'], '203.0.113.9')
  assert.equal(forged.headers.forwarded, undefined)
})

test('file names lose their paths and control letters; sentences take facts as text', () => {
  assert.equal(plainFileName('../../etc/pass\u0000wd'), 'passwd')
  assert.equal(plainFileName('C:\\giấy tờ\\khai sinh.pdf'), 'khai sinh.pdf')
  assert.ok(sentenceOf('dossiers.papers-missing', { names: ['<b>x</b>'] }).includes('<b>x</b>'))
})
