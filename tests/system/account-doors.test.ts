import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openReadTrail } from '#server/platform/read-trail.ts'
import { aHouse } from './house.ts'

const PASSWORD = 'Dinh-Ha-Nam-2020'
const NEW = 'bốn con trâu qua sông Đáy'

type House = Awaited<ReturnType<typeof aHouse>>
const accountOf = ({ db }: House, login: string) =>
  db.selectFrom('account').selectAll().where('login_name', '=', login).executeTakeFirstOrThrow()
const sessionCookie = (answer: Response) =>
  answer.headers
    .getSetCookie()
    .find((each) => each.startsWith('__Host-dinh='))
    ?.split(';')[0] ?? ''

test('an unlocked screen changes no password, factor or contact: the old password is asked again, and nothing changes without it', async (t) => {
  const house = await aHouse(t)
  const citizen = await house.signIn('congdan2')
  const before = await accountOf(house, 'congdan2')
  const told = await citizen.post('/tai-khoan/lien-he', { 'lien-he': '0912999888', 'mat-khau-cu': PASSWORD })
  assert.match(
    told.headers.get('location') ?? '',
    /^\/xac-nhan-may/,
    'on a new device the code comes before a new contact',
  )
  await house.db.updateTable('session').set({ identity_open_at: new Date() }).execute()
  for (const old of ['', 'sai-mat-khau-roi']) {
    const password = await citizen.post('/tai-khoan?/mat-khau', { 'mat-khau-cu': old, 'mat-khau': NEW })
    assert.equal(password.status, 422)
    assert.match(await password.text(), /[Mm]ật khẩu/)
    const factor = { khoa: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP', ma: '123456', 'mat-khau-cu': old }
    assert.equal((await citizen.post('/lop-hai/thiet-lap', factor)).status, 422)
    const contact = await citizen.post('/tai-khoan/lien-he', { 'lien-he': '0912999888', 'mat-khau-cu': old })
    assert.equal(contact.status, 422)
  }
  const after = await accountOf(house, 'congdan2')
  assert.deepEqual(
    [after.password_hash, after.totp_secret_sealed, after.phone, after.email],
    [before.password_hash, before.totp_secret_sealed, before.phone, before.email],
  )
  assert.equal((await house.db.selectFrom('one_time_code').select('id').execute()).length, 0, 'no code went out')
})

test('a changed password ends the sessions of all other machines, gives this one a new token, and the old password opens nothing', async (t) => {
  const house = await aHouse(t)
  const [here, elsewhere] = [await house.signIn('congdan2'), await house.signIn('congdan2')]
  assert.equal((await elsewhere.get('/ho-so')).status, 200)
  const changed = await here.post('/tai-khoan?/mat-khau', { 'mat-khau-cu': PASSWORD, 'mat-khau': NEW })
  assert.equal(changed.status, 200, await changed.clone().text())
  const renewed = sessionCookie(changed)
  assert.ok(renewed && renewed !== here.cookie)
  assert.match(
    (await elsewhere.get('/ho-so')).headers.get('location') ?? '',
    /^\/dang-nhap/,
    'the other machine is out',
  )
  assert.match((await here.get('/ho-so')).headers.get('location') ?? '', /^\/dang-nhap/, 'so is the token from before')
  assert.equal((await house.as(renewed).get('/ho-so')).status, 200)
  const old = await house.nobody.post('/dang-nhap', { ten: 'congdan2', 'mat-khau': PASSWORD })
  assert.ok(old.status >= 400, 'the old password')
})

test('signing in again in one browser ends the session that it had', async (t) => {
  const house = await aHouse(t)
  const first = await house.signIn('congdan2')
  const again = await first.post('/dang-nhap', { ten: 'congdan2', 'mat-khau': PASSWORD })
  const second = house.as(sessionCookie(again))
  assert.equal((await second.get('/ho-so')).status, 200)
  assert.match((await first.get('/ho-so')).headers.get('location') ?? '', /^\/dang-nhap/)
})

test('a locked screen stays locked at the choice of a post, by page and by form, and opens no file', async (t) => {
  const house = await aHouse(t)
  const clerk = await house.signIn('motcua.liemphong')
  const locked = await clerk.post('/khoa-man-hinh', {})
  assert.ok(locked.status < 400)
  for (const answer of [
    await clerk.get('/chon-chuc-vu'),
    await clerk.post('/chon-chuc-vu', { 'chuc-vu': 'xa-liem-phong.mot-cua' }),
    await clerk.get('/viec'),
  ])
    assert.match(answer.headers.get('location') ?? `status ${answer.status}`, /^\/mo-khoa/)
  assert.equal((await clerk.get('/tep/01920000-0000-7000-8000-000000000001')).status, 404)
})

test('what is refused stands in the trail: no right, a wrong second proof, and who did it', async (t) => {
  const house = await aHouse(t)
  const trail = await openReadTrail(house.db, house.folder)
  t.after(() => trail.close())
  const clerk = await house.signIn('motcua.liemphong')
  const { id } = await accountOf(house, 'motcua.liemphong')
  assert.equal((await clerk.get('/quan-tri/he-thong')).status, 303)
  assert.equal((await clerk.get('/khong-co-quyen')).status, 403)
  assert.equal((await clerk.post('/tai-khoan?/mat-khau', { 'mat-khau-cu': 'x', 'mat-khau': NEW })).status, 422)
  await trail.flush()
  const rows = await house.db.selectFrom('audit_entry').select(['act', 'actor_id']).where('actor_id', '=', id).execute()
  const acts = rows.map(({ act }) => act)
  assert.ok(acts.includes('access.refused'), acts.join())
  assert.ok(acts.includes('accounts.proof-failed'), acts.join())
})

test('a phone number that two accounts of 0.5.0 became is shown to whoever administers the house, and to nobody else', async (t) => {
  const house = await aHouse(t)
  const clerk = await house.signIn('motcua.liemphong')
  assert.ok([403, 303].includes((await clerk.get('/quan-tri/so-trung')).status))
  const citizen = await house.signIn('congdan2')
  assert.match((await citizen.get('/quan-tri/so-trung')).headers.get('location') ?? '', /khong-co-quyen/)
  const administrator = await house.signIn('quantri')
  assert.equal((await administrator.get('/quan-tri/so-trung')).status, 200)
})
