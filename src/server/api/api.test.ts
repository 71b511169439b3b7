import assert from 'node:assert/strict'
import { mkdtempSync } from 'node:fs'
import { after, test } from 'node:test'
import { createToken } from '#server/accounts/index.ts'
import { competentUnits, documentsFor, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { stopSetters } from '#server/papers/index.ts'
import { aSealedPaper } from '#server/papers/testing.ts'
import { setRunning } from '#server/platform/running.ts'
import { readSettings } from '#server/platform/settings.ts'
import { anActor, testDatabase } from '#server/platform/testing.ts'
import { inventedAnswers } from '../../../seeds/dossiers/answers.ts'
import { chanceOf } from '../../../seeds/dossiers/chance.ts'
import { answerApi, describeApi } from './index.ts'

after(stopSetters)
const NOW = new Date('2026-11-23T02:00:00Z')
const ON = '2026-11-23'
const callOf = (db: Db): Call => ({
  db,
  actor: anonymousActor,
  now: NOW,
  origin: { requestId: 'test', ip: '10.0.0.1' },
})
const ask = async (db: Db, path: string, init: RequestInit = {}) => {
  const response = await answerApi(new Request(`http://localhost${path}`, init), callOf(db))
  return {
    status: response.status,
    type: response.headers.get('content-type') ?? '',
    body: (await response.json()) as Record<string, never>,
  }
}

async function commune(db: Db) {
  const dataDir = mkdtempSync('/tmp/dinh-api-')
  setRunning({ db, settings: { ...readSettings({}), dataDir } })
  const administrator = {
    ...callOf(db),
    actor: anActor(
      { 'tokens.change': ['xa-liem-phong'] },
      {
        id: (await db.selectFrom('account').select('id').where('login_name', '=', 'quantri').executeTakeFirstOrThrow())
          .id,
      },
    ),
  }
  const { token } = await createToken(administrator, {
    name: 'Phần mềm hộ tịch',
    postId: 'xa-liem-phong.tu-phap',
    organisationId: 'xa-liem-phong',
    scopes: ['read', 'file', 'process'],
    reason: 'Kết nối phần mềm hộ tịch',
    expiresAt: new Date(NOW.getTime() + 30 * 86_400_000),
  })
  return token
}

test('the description names every path, and paths once published stay', () => {
  const paths = Object.keys(describeApi().paths ?? {}).sort()
  const published = [
    '/api/procedures',
    '/api/procedures/{code}',
    '/api/organisations',
    '/api/dossiers',
    '/api/dossiers/{code}',
    '/api/dossiers/{code}/progress',
    '/api/dossiers/{code}/accept',
    '/api/dossiers/{code}/step',
    '/api/dossiers/{code}/return',
    '/api/dossiers/{code}/decline',
    '/api/dossiers/{code}/ask-completion',
    '/api/dossiers/{code}/receive',
    '/api/dossiers/{code}/fee',
    '/api/files',
    '/api/papers/{code}',
  ]
  for (const path of published) assert.ok(paths.includes(path), path)
})

test('procedures are found without accents, paged to the end without a row twice', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const slip = await ask(db, '/api/procedures?q=kahi%20sinh&limit=3')
  assert.equal((slip.body as unknown as { meant: string | null }).meant, 'khai sinh')
  const found = await ask(db, '/api/procedures?q=khai%20sinh&limit=3')
  const items = (found.body as unknown as { items: { code: string }[] }).items
  assert.ok(items.some((each) => each.code === '1.001193'))
  const seen = new Set<string>()
  let after = ''
  for (let page = 0; page < 40; page += 1) {
    const { body } = await ask(db, `/api/procedures?limit=50${after ? `&after=${encodeURIComponent(after)}` : ''}`)
    const list = body as unknown as { items: { code: string }[]; next: string | null }
    for (const { code } of list.items) {
      assert.ok(!seen.has(code), code)
      seen.add(code)
    }
    if (!list.next) break
    after = list.next
  }
  assert.ok(seen.size > 200)
})

test('a dossier is filed with a token and an idempotency key, once; another body under the key is refused; progress shows no name', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const token = await commune(db)
  const version = (await findPublished(db, '1.001193', ON))!
  const answers = visibleAnswers(
    version.content.form!,
    inventedAnswers(version.content, chanceOf(3), ['xa-liem-phong'], ON, {
      'child.motherRecorded': true,
      'child.situation': 'ordinary',
      'applicant.fullName': 'Lò Thị Bí Mật',
    }),
    ON,
  )
  assert.ok(
    competentUnits(version.content.receiving, answers, await loadDirectory(db, ON), ON).units.includes('xa-liem-phong'),
  )
  const body = {
    procedureVersionId: version.id,
    receivingId: 'xa-liem-phong',
    owner: { kind: 'person', name: 'Lò Thị Bí Mật' },
    filer: { name: 'LÒ THỊ BÍ MẬT' },
    answers,
  }
  const post = (path: string, key: string, json: unknown, bearer = token) =>
    ask(db, path, {
      method: 'POST',
      headers: { authorization: `Bearer ${bearer}`, 'idempotency-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(json),
    })
  assert.equal((await post('/api/dossiers', 'k1', body, 'dinh_falsch')).status, 401)
  const first = await post('/api/dossiers', 'k1', body)
  assert.equal(first.status, 200, JSON.stringify(first.body))
  const again = await post('/api/dossiers', 'k1', body)
  assert.deepEqual(again.body, first.body)
  const other = await post('/api/dossiers', 'k1', { ...body, sets: 2 })
  assert.equal(other.status, 422)
  assert.equal(other.body.code, 'platform.key-reused')
  assert.match(other.type, /problem\+json/)
  const code = String(first.body.code)
  const progress = await ask(db, `/api/dossiers/${code}/progress`)
  assert.equal(progress.status, 200)
  assert.ok(!JSON.stringify(progress.body).includes('Bí Mật'))
  const checks = documentsFor(version.content, answers, ON).map((each) => ({ documentKey: each.key, verdict: 'there' }))
  assert.equal((await post(`/api/dossiers/${code}/accept`, 'k2', { checks: 'x' })).status, 422)
  const accepted = await post(`/api/dossiers/${code}/accept`, 'k3', { checks })
  assert.equal(accepted.status, 200, JSON.stringify(accepted.body))
  const stolen = await post('/api/dossiers', 'k4', {
    ...body,
    documents: [
      {
        documentKey: 'x',
        documentName: 'x',
        sha256: 'a'.repeat(64),
        fileName: 'x',
        mediaType: 'application/pdf',
        sizeBytes: 1,
        receipt: 'x',
      },
    ],
  })
  assert.equal(stolen.body.code, 'api.file-not-uploaded')
})

test('without a token nothing is written and nothing personal is read', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  assert.equal(
    (await ask(db, '/api/dossiers', { method: 'POST', headers: { 'idempotency-key': 'x' }, body: '{}' })).status,
    401,
  )
  assert.equal((await ask(db, '/api/dossiers')).status, 403)
  assert.equal((await ask(db, '/api/dossiers/000.00.00.H25-261123-0001')).status, 403)
  assert.equal((await ask(db, '/api/nichts')).status, 404)
})

test('the state of a paper is told to anyone by its code, as typed, without a name; another code is not found', async (t) => {
  const { db } = await testDatabase(t, 'dinh_demonstration')
  const house = { dataDir: mkdtempSync('/tmp/dinh-api-'), origin: 'https://dinh.example' }
  const { paper } = await aSealedPaper({ ...callOf(db), actor: anActor() }, house, { subjectId: 'Nguyễn Văn Kín' })
  const { status, body } = await ask(db, `/api/papers/${paper.code.toLowerCase()}`)
  assert.deepEqual([status, body.state, body.notation, body.replacedBy], [200, 'valid', '12/XNHN-UBND', null])
  assert.ok(!JSON.stringify(body).includes('Kín'))
  assert.equal((await ask(db, '/api/papers/ABCDEFGHJKLM')).status, 404)
})
