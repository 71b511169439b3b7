import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isMissing, openStage, secondFactor, type Stage, visitor } from './browser.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const HERE = '/quan-tri/mau-giay-to/tt-01-2018/01'

test(
  'without a script: drafted, tried unsaved with its fault by line, what is typed kept, published from tomorrow by a second person',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'quantri', width: 1280 })
    await secondFactor(page)
    await page.goto(HERE)
    await page.click('button:has-text("Soạn bản 2")')
    const source = await page.inputValue('[name=nguon]')
    const broken = source.replace('#let d = data()', '#let d = data()\n#khong-co()')
    await page.fill('[name=nguon]', broken)
    await page.click('button:has-text("Xem thử")')
    const frame = page.frameLocator('iframe[name=xem-thu]')
    await frame.locator('li').first().waitFor()
    assert.match(await frame.locator('li').first().innerText(), /^Dòng 3: .*khong-co/)
    assert.equal(await page.inputValue('[name=nguon]'), broken)
    await page.fill('[name=luoc-do]', '{\n"type": }')
    await page.click('button:has-text("Lưu bản soạn")')
    assert.match(await page.locator('main').innerText(), /Lược đồ chưa đúng dạng JSON, dòng 2/)
    assert.equal(await page.inputValue('[name=nguon]'), broken)
    await page.goto(HERE)
    await page.click('button:has-text("Kiểm tra")')
    assert.match(await page.locator('main').innerText(), /Không thấy chỗ sai/)
    const tomorrow = new Date(Date.now() + 31 * 3_600_000).toISOString().slice(0, 10).split('-').toReversed().join('/')
    await page.goto(HERE)
    assert.equal(await page.locator('[name=tu-ngay]').count(), 0)
    assert.match(await page.locator('main').innerText(), /do người khác công bố/)
    const { page: second } = await visitor(stage, { login: 'kstthc', width: 1280 })
    await second.goto(HERE)
    await second.fill('[name=tu-ngay]', tomorrow)
    await second.click('button:has-text("Công bố")')
    assert.match(await second.locator('main').innerText(), /Đã công bố/)
    assert.match(await second.locator('main').innerText(), new RegExp(`Bản 2.*\\n?.*từ ${tomorrow}`))
  },
)

test('a code that is not there is told, and a code typed in the look-up leads to its page', { skip }, async () => {
  const { page } = await visitor(stage)
  await page.goto('/tra-cuu')
  await page.fill('main [name=ma]', 'abcd efgh jklm')
  await page.click('main form button')
  assert.match(page.url(), /\/kiem-tra\/ABCDEFGHJKLM$/)
  assert.match(await page.locator('h1').innerText(), /Không thấy giấy/)
})
