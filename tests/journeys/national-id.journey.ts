import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type FakeProvider, openFakeProvider } from '../fakes/openid-provider.ts'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'

let stage: Stage
let provider: FakeProvider
const skip = isMissing()
before(async () => {
  if (skip) return
  provider = await openFakeProvider({ subject: 's-1', name: 'Trần Thị Hòa', identityNumber: '035190000044' })
  stage = await openStage({
    OIDC_ISSUER: provider.issuer,
    OIDC_CLIENT_ID: provider.clientId,
    OIDC_CLIENT_SECRET: provider.clientSecret,
  })
})
after(async () => {
  await stage?.close()
  await provider?.close()
})

test('a citizen without JavaScript signs in with the national ID and is where she wanted to be, with her name and number', async () => {
  if (skip) return
  const { page, context } = await visitor(stage)
  await page.goto('/ho-so')
  assert.match(page.url(), /\/dang-nhap\?tiep=/)
  await page.click('text=Đăng nhập bằng định danh quốc gia')
  assert.equal(new URL(page.url()).pathname, '/ho-so', await page.locator('main').innerText())
  await page.goto('/tai-khoan')
  const words = await page.content()
  assert.ok(words.includes('Trần Thị Hòa') && words.includes('035190000044'))
  const cookies = await context.cookies()
  assert.deepEqual(
    cookies.map(({ name, httpOnly, secure }) => [name, httpOnly, secure]).toSorted(),
    [
      ['__Host-dinh', true, true],
      ['__Host-may', true, true],
    ],
    'the session and the device that is known from now on; the cookie of the sign-in in flight is gone',
  )
  await context.close()
})

test('an answer that another browser began, and a provider that cannot be believed, are told in a sentence', async () => {
  if (skip) return
  const { page, context } = await visitor(stage)
  await page.goto('/dang-nhap/quoc-gia/tro-lai?code=x&state=y')
  assert.match(await page.locator('main').innerText(), /không bắt đầu ở đây/)
  provider.knobs = { wrongSignature: true }
  await page.goto('/dang-nhap/quoc-gia')
  assert.match(await page.locator('main').innerText(), /chưa xác nhận được/)
  provider.knobs = {}
  assert.deepEqual(await context.cookies(), [], 'nobody is signed in, and nothing waits')
  await context.close()
})
