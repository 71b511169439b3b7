import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aPng } from '#server/signing/pictures/testing.ts'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(() => stage?.close())

test('the chairman keeps the picture of his signature, the records clerk that of the seal', { skip }, async () => {
  const { page } = await visitor(stage, { script: false, login: 'chutich.liemphong' })
  await page.goto('/ky-so')
  await page.click('text=Ảnh chữ ký của tôi')
  assert.equal(await page.locator('h2:has-text("Con dấu")').count(), 0)
  const send = async (buffer: Buffer) => {
    await page.setInputFiles('input[name=tep]', { name: 'chu-ky.png', mimeType: 'image/png', buffer })
    await page.click('button:has-text("Gửi ảnh")')
  }
  await send(aPng(400, 160, { isOpaque: true }))
  await page.waitForSelector('.fault:has-text("nền trong suốt")')
  await send(aPng(400, 160))
  await page.waitForSelector('img[alt^="Chữ ký của tôi"]')
  const picture = await page.getAttribute('img[alt^="Chữ ký của tôi"]', 'src')
  assert.equal((await page.request.get(picture!)).headers()['content-type'], 'image/png')
  const clerk = await visitor(stage, { script: true, login: 'vanthu.liemphong' })
  assert.equal((await clerk.page.request.get(picture!)).status(), 404)
  const seen = await visitor(stage, { script: true, login: 'chutich.liemphong' })
  for (const width of [360, 1280]) {
    await look(seen.page, '/ky-so/hinh', width)
    if (process.env.KEEP_PAPERS)
      await seen.page.screenshot({ path: `${process.env.KEEP_PAPERS}/hinh-${width}.png`, fullPage: true })
  }
  await page.click('button:has-text("Bỏ ảnh này")')
  await page.waitForSelector('text=Chưa có ảnh')
  assert.equal(await page.locator('text=Ảnh từ').count(), 1)

  await clerk.page.goto('/dong-dau')
  await clerk.page.click('text=Ảnh con dấu của cơ quan')
  const seal = { name: 'dau.png', mimeType: 'image/png', buffer: aPng(400, 400, { ink: [215, 38, 30] }) }
  await clerk.page.setInputFiles('#anh-con-dau', seal)
  await clerk.page.click('button:has-text("Gửi ảnh: Con dấu")')
  await clerk.page.waitForSelector('img[alt^="Con dấu của cơ quan"]')
})
