import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { aPdf } from '#server/files/testing.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { aHouse } from './house.ts'

const ROUTES = `${PROJECT}src/routes/`
/** Routes of a citizen that take something or lead somewhere, and give no bytes of a paper. */
const GIVE_NOTHING = [
  '(citizen)/ho-so/bang-tinh/+server.ts',
  '(citizen)/ho-so/[code]/giay/[loai]/+server.ts',
  '(citizen)/ho-so/nhap/[id]/dinh-kem/+server.ts',
]

test('every route that gives a citizen the bytes of a paper asks for the code of a new device', () => {
  const giving = globSync(['(citizen)/**/+server.ts', 'tep/**/+server.ts'], { cwd: ROUTES }).toSorted()
  assert.ok(giving.length >= 8)
  for (const file of giving.filter((each) => !GIVE_NOTHING.includes(each)))
    assert.match(readFileSync(ROUTES + file, 'utf8'), /requirePapersOpen\(|fileAnswer\(/, file)
  for (const file of globSync('**/*.ts', { cwd: ROUTES }))
    if (file !== 'file-answer.ts' && file !== 'api/agent/[token]/[name]/+server.ts')
      assert.doesNotMatch(readFileSync(ROUTES + file, 'utf8'), /\b(readStoredFile|pathOfStored)\b/, file)
})

test('on a new device nobody who only knows the password reads a paper or a number, by no address; after the code all open', async (t) => {
  const { db, signIn } = await aHouse(t)
  const begun = await signIn('congdan')
  const draft = (await begun.post('/nop-ho-so/1.001193', { tu: '' })).headers.get('location')!
  const id = draft.split('/').at(-1)!
  const page = await (await begun.get(`${draft}/giay-to`)).text()
  const door = /action="(\/ho-so\/nhap\/[^"]+\/dinh-kem\?giay=[^"]+)"/.exec(page)![1]!.replaceAll('&amp;', '&')
  const form = new FormData()
  form.set('tep', new Blob([Buffer.from(aPdf())]), 'can-cuoc.pdf')
  assert.equal((await begun.post(door, form)).status, 303)
  const account = await db
    .selectFrom('account')
    .select(['id', 'identity_number'])
    .where('login_name', '=', 'congdan')
    .executeTakeFirstOrThrow()
  const number = account.identity_number!
  const { answers } = await db.selectFrom('draft').select('answers').where('id', '=', id).executeTakeFirstOrThrow()
  const withNumber = {
    ...(answers as object),
    applicant: { fullName: 'Trần Thị Mai', identity: { paper: 'can-cuoc', number } },
  }
  await db
    .updateTable('draft')
    .set({ answers: JSON.stringify(withNumber) as never })
    .where('id', '=', id)
    .execute()
  const paper = await db
    .selectFrom('draft_attachment')
    .select('id')
    .where('draft_id', '=', id)
    .executeTakeFirstOrThrow()
  const theirs = await db
    .selectFrom('attachment')
    .innerJoin('dossier', 'dossier.id', 'attachment.dossier_id')
    .where('dossier.filer_account_id', '=', account.id)
    .where('attachment.kind', '!=', 'working')
    .select('attachment.id')
    .execute()
  const dossiers = await db.selectFrom('dossier').select('id').where('filer_account_id', '=', account.id).execute()
  const ids = dossiers.map((each) => each.id)
  const slips = await db
    .selectFrom('paper')
    .select('id')
    .where('subject_id', 'in', ['', ...ids])
    .execute()

  const stranger = await signIn('congdan')
  const closed = [
    `/tep/${paper.id}`,
    `/tep/${paper.id}?goc`,
    ...theirs.map((each) => `/tep/${each.id}`),
    ...slips.map((each) => `/tep/giay/${each.id}`),
    `/giay-to-cua-toi/${id}`,
    '/ho-so/x/ban-thao',
    `${draft}/phan/applicant`,
  ]
  for (const path of closed) {
    const answer = await stranger.get(path)
    const to = `/xac-nhan-may?tiep=${encodeURIComponent(path)}`
    if (answer.status === 404 && path.startsWith('/tep/giay/')) continue
    assert.deepEqual([answer.status, answer.headers.get('location')], [303, to], path)
  }
  const declared = await stranger.post(`${draft}/to-khai`, { in: '1' })
  assert.match(declared.headers.get('location') ?? '', /^\/xac-nhan-may\?tiep=/)
  for (const path of [draft, `${draft}/giay-to`, `${draft}/kiem-tra`, '/tai-khoan', '/ho-so'])
    assert.ok(!(await (await stranger.get(path)).text()).includes(number), `${path} shows the number`)
  const foreign = await signIn('congdan2')
  assert.equal((await foreign.get(`/tep/${paper.id}`)).status, 404, 'whose it is not does not learn that it exists')

  await db.updateTable('session').set({ identity_open_at: new Date() }).where('account_id', '=', account.id).execute()
  const opened = await stranger.get(`/tep/${paper.id}`)
  assert.deepEqual([opened.status, opened.headers.get('content-type')], [200, 'application/pdf'])
  assert.equal((await stranger.get(`${draft}/phan/applicant`)).status, 200)
  assert.ok((await (await stranger.get(`${draft}/kiem-tra`)).text()).includes(number))
})
