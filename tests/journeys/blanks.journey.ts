import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { aPdf } from '#server/files/testing.ts'
import { confirmDevice, fillPage, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const main = (page: Page) => page.locator('main').innerText()
const picture = async (page: Page, name: string) => {
  if (process.env.KEEP_PICTURES)
    await page.screenshot({ path: `${process.env.KEEP_PICTURES}/${name}.png`, fullPage: true })
}

/** Files a birth at Liêm Phong as its citizen; returns the code. */
async function fileBirth(): Promise<string> {
  const { page } = await visitor(stage, { login: 'congdan' })
  await confirmDevice(page)
  await page.goto('/nop-ho-so/1.001193')
  await page.click('button:has-text("Bắt đầu khai")')
  await page.click('a.button:has-text("Làm tiếp")')
  for (let at = 0; at < 20 && page.url().includes('/phan/'); at += 1) {
    await fillPage(page)
    await page.click('button:has-text("Lưu và sang phần sau")')
  }
  const draft = page.url().replace(/\/(giay-to|kiem-tra)$/, '')
  await page.goto(`${draft}/giay-to`)
  for (const section of await page.locator('section.sheet').all()) {
    if (!(await section.innerText()).includes('Cần nộp')) continue
    const id = await section.getAttribute('id')
    await page
      .locator(`#${id} input[type=file]`)
      .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) })
    await page.locator(`#${id} button:has-text("Thêm tệp")`).click()
  }
  await page.goto(`${draft}/kiem-tra`)
  if ((await page.locator('button:has-text("In tờ khai"), button:has-text("Xem tờ khai")').count()) > 0)
    await page.request.post(`${draft}/to-khai`, { headers: { origin: stage.address }, form: { in: '1' } })
  await page.click('button:has-text("Gửi hồ sơ")')
  assert.match(page.url(), /da-gui$/, await main(page))
  return (await page.locator('.code').innerText()).trim()
}

test(
  'a birth certificate is printed on a blank at 360 px without JavaScript, one blank spoiled, and the dossier goes on',
  { skip },
  async () => {
    const code = await fileBirth()
    const { page } = await visitor(stage, { login: 'motcua.liemphong' })
    await page.goto(`/viec/${code}`)
    for (const radio of await page.locator('form[action="?/tiep-nhan"] input[type=radio][value=there]').all())
      await radio.check()
    if ((await page.locator('form[action="?/tiep-nhan"] [name=thu-phi][value=exempt]').count()) > 0)
      await page.check('form[action="?/tiep-nhan"] [name=thu-phi][value=exempt]')
    if ((await page.locator('form[action="?/tiep-nhan"] [name=ly-do-mien]').count()) > 0)
      await page.fill('form[action="?/tiep-nhan"] [name=ly-do-mien]', 'Trẻ em dưới 6 tuổi')
    await page.click('button:has-text("Tiếp nhận, in giấy hẹn")')
    assert.match(page.url(), /giay-hen/, await main(page))

    const go = async (words: string) => {
      await page.goto(`/viec/${code}`)
      const received = page.locator('button:has-text("Xác nhận đã nhận bàn giao")')
      if ((await received.count()) > 0) await received.click()
      await page.click(`form[action="?/buoc"] button:has-text("${words}")`)
    }
    const here = `/viec/${code}/phoi`
    await page.goto(`/viec/${code}`)
    if ((await page.locator('button:has-text("Nhận hồ sơ, chuyển")').count()) > 0) await go('Nhận hồ sơ, chuyển')
    await page.goto(here)
    assert.match(await main(page), /Chưa soạn kết quả/)
    await page.goto(`/viec/${code}/ket-qua`)
    for (const field of await page.locator('[name^="du-lieu."]').all()) {
      const name = (await field.getAttribute('name')) ?? ''
      if (!(await field.inputValue()) && /bornWords|birthPlace|declarerIdentity|ethnicity/.test(name))
        await field.fill('Theo hồ sơ')
    }
    await page.click('button:has-text("Lưu và xem bản in")')
    assert.match(await main(page), /Đã lưu dự thảo/)
    await go('Lập bản thảo')
    assert.match(await main(page), /Dự thảo chưa ghi Số định danh cá nhân \(12 chữ số\)/)
    await page.goto(`/viec/${code}/ket-qua`)
    await page.fill('[name="du-lieu.personalNumber"]', '035 226 000 018')
    await page.click('button:has-text("Lưu và xem bản in")')
    await go('Lập bản thảo')
    await page.goto(here)
    assert.match(await main(page), /Phôi được in ở bước/)
    await go('Đã ký vào sổ')
    await page.goto(`/viec/${code}`)
    await page.click('form[action="?/buoc"] button:has-text("Trình lãnh đạo ký")')
    assert.match(await main(page), /Chưa in đủ "Giấy khai sinh" trên phôi: đã in 0 trong 1/)
    await page.click('a:has-text("In phôi")')
    assert.match(await main(page), /01\/2026|0\d\/20\d\d/)
    const reader = await visitor(stage, { login: 'motcua.liemphong', script: true })
    for (const width of [360, 1280]) {
      await look(reader.page, here, width)
      await picture(reader.page, `blank-before-${width}`)
    }
    await page.selectOption('[name=may]', 'Máy in một cửa')
    await page.click('button:has-text("Xem với máy in này")')
    const preview = (await page.locator('iframe').getAttribute('src'))!
    const shown = await page.request.get(preview)
    assert.equal((await shown.body()).subarray(0, 5).toString(), '%PDF-')
    await page.click('button:has-text("Lấy phôi và in")')
    assert.match(await main(page), /Đã lấy phôi/)
    const first = /KS \d{6}/.exec(await page.locator('#phoi-da-lay + ul').innerText())![0]
    const overlay = (await page.locator('a:has-text("Mở bản in đè để in")').getAttribute('href'))!
    assert.match(overlay, /may=M%C3%A1y%20in%20m%E1%BB%99t%20c%E1%BB%ADa/, 'the printer is remembered')
    assert.equal((await (await page.request.get(overlay)).body()).subarray(0, 5).toString(), '%PDF-')
    for (const width of [360, 1280]) {
      await look(reader.page, here, width)
      await picture(reader.page, `blank-taken-${width}`)
    }
    await page.click(`summary:has-text("Phôi ${first} hỏng")`)
    await page.fill('[name="ly-do"]', 'Kẹt giấy khi in')
    await page.click('button:has-text("Phôi hỏng, in lại")')
    assert.match(await main(page), /Ghi số, ngày của biên bản hủy phôi/)
    assert.equal(await page.inputValue('[name="ly-do"]'), 'Kẹt giấy khi in', 'what was typed is there')
    await page.fill('[name="bien-ban"]', 'Biên bản 01/BB-HP')
    await page.click('button:has-text("Phôi hỏng, in lại")')
    const words = await main(page)
    assert.match(words, new RegExp(`${first}: Kẹt giấy khi in`))
    await look(reader.page, here, 360)
    await picture(reader.page, 'blank-spoiled-360')
    await go('Trình lãnh đạo ký')
    assert.match(await main(page), /Chủ tịch hoặc Phó Chủ tịch UBND xã ký/)
    assert.match(await main(page), new RegExp(`${first} hỏng`))
    for (const width of [360, 1280]) {
      await look(reader.page, `/viec/${code}`, width)
      await picture(reader.page, `blank-workbench-${width}`)
    }
    await page.goto('/phoi')
    assert.match(await main(page), new RegExp(`Hồ sơ ${code}`))
    await look(reader.page, '/phoi', 360)
    await picture(reader.page, 'blank-register-360')

    const anyone = await visitor(stage, {})
    await anyone.page.goto(`/tra-cuu/${code}`)
    assert.doesNotMatch(await anyone.page.locator('body').innerText(), /KS \d{6}/, 'no serial in the public look-up')
    const citizen = await visitor(stage, { login: 'congdan' })
    await citizen.page.goto(here)
    assert.doesNotMatch(citizen.page.url(), /phoi$/, 'a citizen is led away')
    const other = await visitor(stage, { login: 'chutich.liemphong' })
    assert.equal((await other.page.goto(here))?.status(), 403, 'the leader signs, and keeps no blanks')
  },
)
