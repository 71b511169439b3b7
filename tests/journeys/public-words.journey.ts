import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { keep, look } from './look.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

test('"xã tôi" is found by its name without accents, and the list of units is calm', { skip }, async () => {
  const { page } = await visitor(stage, { script: true })
  await look(page, '/co-quan', 360)
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  assert.ok(height < 2_500, `${height} px`)
  await keep(page, 'units')
  await page.setViewportSize({ width: 360, height: 800 })
  await page.fill('main [name=q]', 'liem phong')
  await page.click('main form button')
  await page.click('main a:has-text("UBND xã Liêm Phong")')
  const words = await page.locator('main').innerText()
  assert.ok(words.indexOf('Giờ làm việc') < words.indexOf('Mã định danh'), 'hours before codes')
  assert.ok(!words.includes('Chưa có thông tin'))
  await page.goto('/co-quan?q=khong-co-xa-nay')
  assert.match(await page.locator('main').innerText(), /Chưa tìm thấy/)
})

test('pages for everyone speak plainly: charts, lists and procedures', { skip }, async () => {
  const { page } = await visitor(stage, { script: true })
  await look(page, '/so-lieu', 360)
  const figures = await page.locator('main').innerText()
  assert.match(figures, /Biểu đồ/)
  assert.ok(!figures.includes('từ tháng trước'))
  await look(page, '/thu-tuc', 360)
  const list = await page.locator('main').innerText()
  for (const seen of ['Qua mạng được đến đâu', 'dịch vụ công mức', 'Mọi đối tượng'])
    assert.ok(!list.includes(seen), seen)
  await page.click('a[href="#thu-hep"]')
  assert.ok(await page.locator('#thu-hep').isVisible())
  await look(page, '/thu-tuc/1.001193', 360)
  const procedure = await page.locator('main').innerText()
  assert.ok(!procedure.includes('theo trí nhớ'))
  assert.ok(!/bản chính, 1 bản chính/.test(procedure))
  assert.ok((procedure.match(/chưa kiểm chứng/g) ?? []).length <= 1, 'one tag, beside the fee')
  await keep(page, 'procedure')
})

test(
  'a form begun before is offered again; the check page asks no copy that the form asks, and tells the fee',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'congdan', script: true })
    await page.goto('/nop-ho-so/1.001193')
    await page.click('button:has-text("Bắt đầu khai")')
    const draft = new URL(page.url()).pathname
    await look(page, '/nop-ho-so/1.001193', 360)
    assert.match(await page.locator('main').innerText(), /đang khai dở thủ tục này/)
    await keep(page, 'begun')
    await page.click('a:has-text("Làm tiếp")')
    assert.equal(new URL(page.url()).pathname, draft)
    await look(page, `${draft}/kiem-tra`, 360)
    assert.equal(await page.locator('[name=tra-qua][value=electronic]').count(), 0, 'the form asks for the copy')
    assert.match(await page.locator('main').innerText(), /Không mất tiền|đ\b/)
    await keep(page, 'check')
  },
)
