import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { aPdf } from '#server/files/testing.ts'
import { confirmDevice, fillPage, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { replaceAndWithdraw } from './ended-papers.ts'
import { look } from './look.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const PIN = '123456'
const main = (page: Page) => page.locator('main').innerText()
const picture = async (page: Page, name: string) => {
  if (process.env.KEEP_PICTURES)
    await page.screenshot({ path: `${process.env.KEEP_PICTURES}/${name}.png`, fullPage: true })
}

/** Does something again until a page says what is waited for: jobs of the program finish in their own time. */
async function until(act: () => Promise<boolean>, words: () => Promise<string>) {
  for (let at = 0; at < 60; at += 1) {
    if (await act()) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.fail(await words())
}

test(
  'a result is prepared, signed, numbered and sealed without JavaScript, and its citizen downloads a PDF',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'congdan' })
    await confirmDevice(page)
    await page.goto('/nop-ho-so/1.004873')
    await page.click('button:has-text("Bắt đầu khai")')
    await page.click('a.button:has-text("Làm tiếp")')
    for (let at = 0; at < 20 && page.url().includes('/phan/'); at += 1) {
      await fillPage(page, { 'status.current': 'never-married', 'status.livedElsewhere': 'false' })
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
    const declaration = await page.request.post(`${draft}/to-khai`, {
      headers: { origin: stage.address },
      form: { in: '1' },
    })
    assert.equal((await declaration.body()).subarray(0, 5).toString(), '%PDF-')
    await page.click('button:has-text("Gửi hồ sơ")')
    assert.match(page.url(), /da-gui$/, await main(page))
    const code = (await page.locator('.code').innerText()).trim()

    const desk = await visitor(stage, { login: 'motcua.liemphong', width: 1280 })
    await desk.page.goto(`/viec/${code}`)
    for (const radio of await desk.page.locator('form[action="?/tiep-nhan"] input[type=radio][value=there]').all())
      await radio.check()
    if ((await desk.page.locator('form[action="?/tiep-nhan"] [name=thu-phi][value=exempt]').count()) > 0)
      await desk.page.check('form[action="?/tiep-nhan"] [name=thu-phi][value=exempt]')
    if ((await desk.page.locator('form[action="?/tiep-nhan"] [name=ly-do-mien]').count()) > 0)
      await desk.page.fill('form[action="?/tiep-nhan"] [name=ly-do-mien]', 'Hộ nghèo')
    await desk.page.click('button:has-text("Tiếp nhận, in giấy hẹn")')
    assert.match(desk.page.url(), /giay-hen/, await main(desk.page))

    await desk.page.goto(`/viec/${code}/ket-qua`)
    assert.match(await main(desk.page), /Xác nhận|xác nhận/)
    const reader = await visitor(stage, { login: 'motcua.liemphong', script: true })
    for (const width of [360, 1280]) {
      await look(reader.page, `/viec/${code}/ket-qua`, width)
      await picture(reader.page, `prepare-${width}`)
    }
    for (const field of await desk.page.locator('[name^="du-lieu."]').all())
      if (!(await field.inputValue())) await field.fill('Theo hồ sơ')
    const odd = desk.page.locator('input[name^="du-lieu."]').first()
    const asItWas = await odd.inputValue()
    await odd.fill(`${asItWas} 🙂`)
    await desk.page.click('button:has-text("Lưu và xem bản in")')
    assert.match(await main(desk.page), /Bản in có ô □[\s\S]*Chữ in giấy tờ không có "🙂"/)
    for (const width of [360, 1280]) {
      await look(reader.page, `/viec/${code}/ket-qua`, width)
      await picture(reader.page, `unknown-sign-${width}`)
    }
    await odd.fill(asItWas)
    await desk.page.click('button:has-text("Lưu và xem bản in")')
    assert.doesNotMatch(await main(desk.page), /ô □/)
    assert.match(await main(desk.page), /Đã lưu dự thảo/)
    const draftPaper = (await desk.page.locator('iframe').getAttribute('src'))!
    await picture(desk.page, 'prepared-1280')
    await desk.page.goto(`/viec/${code}`)
    assert.match(await main(desk.page), /Dự thảo, chưa ký/)
    await picture(desk.page, 'workbench-1280')

    for (let at = 0; at < 4; at += 1) {
      await desk.page.goto(`/viec/${code}`)
      const act = desk.page.locator('form[action="?/buoc"] button').first()
      if ((await act.count()) === 0) break
      await act.click()
    }
    const leader = await visitor(stage, { login: 'chutich.liemphong' })
    await leader.page.goto(`/viec/${code}`)
    await picture(leader.page, 'leader-360')
    const grant = leader.page.locator('form[action="?/buoc"] button').first()
    await grant.click()
    assert.match(await main(leader.page), /Ghi mã PIN/)
    await leader.page.fill('[name=mat-khau-ky]', '999999')
    await leader.page.locator('form[action="?/buoc"] button').first().click()
    assert.match(await main(leader.page), /Mã PIN chưa đúng, còn 2 lần/)
    await leader.page.fill('[name=mat-khau-ky]', PIN)
    await leader.page.locator('form[action="?/buoc"] button').first().click()
    assert.match(await main(leader.page), /Đã ký Giấy xác nhận/)
    const stranger = await page.goto(draftPaper.split('#')[0]!)
    assert.equal(stranger?.status(), 404, 'the filer does not see what is not sealed')

    const clerk = await visitor(stage, { login: 'vanthu.liemphong', width: 1280 })
    await until(
      async () => {
        await clerk.page.goto(`/viec/${code}`)
        if (!(await main(clerk.page)).includes('khóa con dấu')) return false
        await clerk.page.fill('[name=mat-khau-ky]', PIN)
        await clerk.page.locator('form[action="?/buoc"] button').first().click()
        return !(await main(clerk.page)).includes('dấu thời gian của chữ ký') && clerk.page.url().includes('da=xong')
      },
      () => main(clerk.page),
    )
    await picture(clerk.page, 'sealed-1280')
    await clerk.page.click('a:has-text("Phụ lục kèm kết quả")')
    assert.match(await main(clerk.page), /Mỗi tệp được ghi số/)
    await picture(clerk.page, 'appendix-1280')
    for (const width of [360, 1280]) await look(reader.page, `/viec/${code}/phu-luc`, width)
    await until(
      async () => {
        await page.goto(`/ho-so/${code}`)
        return (await main(page)).includes('ket-qua-')
      },
      () => main(page),
    )
    await picture(page, 'citizen-360')
    const href = (await page.locator('a:has-text("ket-qua-")').first().getAttribute('href'))!
    const file = await page.request.get(href)
    assert.equal((await file.body()).subarray(0, 5).toString(), '%PDF-')
    for (const width of [360, 1280]) await look(reader.page, `/viec/${code}`, width)
    await picture(reader.page, 'workbench-after-1280')
    await replaceAndWithdraw(stage, { code, citizen: page, pin: PIN, main, picture, until })
  },
)
