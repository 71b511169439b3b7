import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

test(
  'a department drafts a version, procedure control checks it, the chairman publishes it, and people read it',
  { skip },
  async () => {
    const drafter = await visitor(stage, { login: 'chuyenvien.tuphap', width: 1280 })
    await drafter.page.goto('/quan-tri/thu-tuc')
    await drafter.page.fill('[name=ma]', '2.000488')
    await drafter.page.click('button:has-text("Soạn bản mới")')
    const address = new URL(drafter.page.url()).pathname
    assert.match(address, /thu-tuc\/[0-9a-f-]{36}$/, await drafter.page.locator('main').innerText())
    const json = await drafter.page.locator('textarea').inputValue()
    await drafter.page.locator('textarea').fill('{ không phải JSON')
    await drafter.page.click('button:has-text("Lưu bản soạn")')
    assert.ok((await drafter.page.locator('.notice.wrong').innerText()).includes('JSON'))
    assert.equal(await drafter.page.locator('textarea').inputValue(), '{ không phải JSON')
    await drafter.page
      .locator('textarea')
      .fill(json.replace(/"summary": "[^"]*"/, '"summary": "Bản mới để thử công bố."'))
    await drafter.page.click('button:has-text("Lưu bản soạn")')
    await drafter.page.click('button:has-text("Gửi kiểm soát")')
    assert.ok(
      (await drafter.page.locator('main').innerText()).includes('Chờ kiểm soát'),
      await drafter.page.locator('main').innerText(),
    )

    const control = await visitor(stage, { login: 'kstthc', width: 1280 })
    await control.page.goto(address)
    await control.page.click('button:has-text("Kiểm soát xong")')
    const chairman = await visitor(stage, { login: 'chutich.tinh', width: 1280 })
    await chairman.page.goto(address)
    const today = new Date(Date.now() + 25_200_000).toISOString().slice(0, 10).split('-').toReversed().join('/')
    for (const [name, value] of [
      ['so-cong-bo', '99/QĐ-UBND'],
      ['ngay-cong-bo', today],
      ['so-quy-trinh', '98/QĐ-UBND'],
      ['ngay-quy-trinh', today],
      ['tu-ngay', today],
    ] as const)
      await chairman.page.fill(`[name=${name}]`, value)
    await chairman.page.click('button:has-text("Công bố")')
    assert.ok(
      (await chairman.page.locator('main').innerText()).includes('Đã công bố'),
      await chairman.page.locator('main').innerText(),
    )

    const { page } = await visitor(stage)
    await page.goto('/thu-tuc/2.000488?moi')
    const words = await page.locator('main').innerText()
    assert.ok(words.includes('Bản mới để thử công bố.') && words.includes('99/QĐ-UBND'), words.slice(0, 600))
  },
)
