import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { test, type TestContext } from 'node:test'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { listenHttp, loadPages } from '#server/platform/http-server.ts'
import { setRunning } from '#server/platform/running.ts'
import { readSettings } from '#server/platform/settings.ts'
import { testDatabase } from '#server/platform/testing.ts'

/** The program on a copy of the demonstration, and one citizen signed in, as a browser would be. */
async function signedIn(t: TestContext) {
  const { db, connectionString } = await testDatabase(t, 'dinh_demonstration')
  const folder = mkdtempSync('/tmp/dinh-twice-')
  chmodSync(folder, 0o711)
  await buildPagesWhenNeeded()
  const settings = readSettings({ DATA_DIR: folder, PORT: '0', DATABASE_URL: connectionString })
  setRunning({ db, settings })
  const web = await listenHttp(settings, await loadPages())
  t.after(async () => {
    await web.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const { address } = web
  const { origin } = new URL(address)
  let cookie = ''
  const post = async (path: string, fields: Record<string, string>) => {
    const answer = await fetch(`${address}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { origin, cookie, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(fields),
    })
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? cookie
    return { status: answer.status, to: answer.headers.get('location'), text: await answer.text() }
  }
  const keyOn = async (path: string, action = '') => {
    const html = await (await fetch(`${address}${path}`, { headers: { cookie } })).text()
    const form = html.slice(html.search(new RegExp(`<form method="post"[^>]*${action}`)))
    return /name="lan-gui" value="([^"]+)"/.exec(form)?.[1] ?? ''
  }
  await post('/dang-nhap', { ten: 'congdan', 'mat-khau': 'Dinh-Ha-Nam-2020' })
  return { db, post, keyOn }
}

test('a form sent twice at once, and once more later, opens one draft and shows the same page; every rendering has its own key', async (t) => {
  const { db, post, keyOn } = await signedIn(t)
  const page = '/nop-ho-so/1.001193'
  const key = await keyOn(page)
  assert.match(key, /^[0-9a-f-]{36}$/)
  assert.notEqual(key, await keyOn(page))
  const form = { 'lan-gui': key, tu: '' }
  const [first, second] = await Promise.all([post(page, form), post(page, form)])
  const third = await post(page, form)
  assert.equal(first.status, 303)
  assert.match(first.to ?? '', /^\/ho-so\/nhap\//)
  assert.deepEqual([second.to, third.to], [first.to, first.to])
  assert.equal((await db.selectFrom('draft').select('id').execute()).length, 1)
  await post(page, { ...form, 'lan-gui': await keyOn(page) })
  assert.equal((await db.selectFrom('draft').select('id').execute()).length, 2)
  const kept = await db.selectFrom('idempotency_key').select('answer').execute()
  assert.ok(kept.every(({ answer }) => typeof (answer as { sealed?: unknown }).sealed === 'string'))
})

test('another text under the key of a form already sent is refused with its sentence, and what was typed is still there', async (t) => {
  const { db, post, keyOn } = await signedIn(t)
  const key = await keyOn('/tai-khoan', 'luu')
  // Of a person whom a desk has confirmed: what remains theirs to change.
  const own = { 'lan-gui': key, 'dia-chi': 'Thôn Yên Thống' }
  assert.match((await post('/tai-khoan?/luu', own)).text, /Đã lưu/)
  const other = await post('/tai-khoan?/luu', { ...own, 'dia-chi': 'Thôn Tháp' })
  assert.equal(other.status, 422)
  assert.match(other.text, /đã gửi rồi/)
  assert.match(other.text, /value="Thôn Tháp"/)
  const changed = await db.selectFrom('account').select('id').where('residence_detail', '=', 'Thôn Tháp').execute()
  assert.deepEqual(changed, [])
})

test('a draft discarded twice is gone once, and both sendings lead to the list', async (t) => {
  const { db, post, keyOn } = await signedIn(t)
  const { to } = await post('/nop-ho-so/1.001193', { tu: '' })
  const form = { 'lan-gui': await keyOn(to!, 'bo') }
  const both = await Promise.all([post(`${to}?/bo`, form), post(`${to}?/bo`, form)])
  assert.deepEqual(
    both.map((each) => each.to),
    ['/ho-so', '/ho-so'],
  )
  assert.deepEqual(await db.selectFrom('draft').select('id').execute(), [])
})
