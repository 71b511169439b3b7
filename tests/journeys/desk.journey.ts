import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { aPdf } from '#server/files/testing.ts'
import { fillPage, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { keep } from './look.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const main = (page: Page) => page.locator('main').innerText()
const aFile = (name: string) => ({ name, mimeType: 'application/pdf', buffer: Buffer.from(aPdf()) })
const NEVER = { 'status.current': 'never-married', 'status.livedElsewhere': 'false' }

/** Fills page after page of a draft until its papers or its check. */
async function fillDraft(page: Page, choose: Record<string, string>, onPage = async () => {}) {
  for (let at = 0; at < 20 && page.url().includes('/phan/'); at += 1) {
    await fillPage(page, choose)
    await onPage()
    await page.click('button:has-text("Lưu và sang phần sau")')
  }
}

/** A citizen files online without a script; every file is chosen first and sent by "Tiếp tục" alone. */
async function fileOnline(page: Page): Promise<string> {
  await page.goto('/nop-ho-so/1.004873')
  await page.click('button:has-text("Bắt đầu khai")')
  await page.click('a.button:has-text("Làm tiếp")')
  await fillDraft(page, NEVER)
  await page.goto(page.url().replace(/\/(giay-to|kiem-tra)$/, '/giay-to'))
  let chosen = 0
  for (const section of await page.locator('section.sheet').all())
    if ((await section.innerText()).includes('Cần nộp')) {
      await section.locator('input[type=file]').setInputFiles(aFile(`giay-${chosen}.pdf`))
      chosen += 1
    }
  await page.click('button:has-text("Tiếp tục")')
  assert.match(page.url(), /kiem-tra$/, await main(page))
  for (let at = 0; at < chosen; at += 1) assert.ok((await main(page)).includes(`giay-${at}.pdf`), 'nothing left behind')
  await page.click('button:has-text("Gửi hồ sơ")')
  assert.match(page.url(), /da-gui$/, await main(page))
  return (await page.locator('.code').innerText()).trim()
}

test(
  'a dossier is completed once, item by item: a paper, and an answer corrected where it stands; the desk sees what is new',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'congdan' })
    const code = await fileOnline(page)
    const desk = await visitor(stage, { login: 'motcua.liemphong', width: 1280 })
    await desk.page.goto(`/viec/${code}/yeu-cau-bo-sung`)
    await desk.page.locator('input[name=chon][value^="document|"]').first().check()
    await desk.page.locator('input[name=chon][value^="field|applicant.fullName"]').check()
    await desk.page.click('button:has-text("Tiếp tục")')
    for (const field of await desk.page.locator('#muc-can-bo-sung input[name*=":"]:not([type=hidden])').all())
      if (!(await field.inputValue())) await field.fill('Theo quy định của thủ tục')
    await desk.page.click('button:has-text("Yêu cầu bổ sung 2 mục")')
    assert.match(desk.page.url(), /phieu/, await main(desk.page))
    assert.equal(await desk.page.locator('form[target=_blank] button:has-text("In phiếu")').count(), 1)

    await page.goto(`/ho-so/${code}`)
    assert.match(await main(page), /còn thiếu 2 mục/)
    await page.click('a.button:has-text("Gửi bổ sung")')
    await page.locator('input[type=file]').first().setInputFiles(aFile('bo-sung.pdf'))
    await page.click('button:has-text("Giữ lại, gửi sau")')
    assert.match(await main(page), /bo-sung\.pdf/)
    const name = page.locator('[name="applicant.fullName"]')
    assert.notEqual(await name.inputValue(), '', 'what was answered stands there to be corrected')
    await name.fill('Nguyễn Thị Mai Anh')
    await keep(page, 'h2-completion')
    await page.click('button:has-text("Gửi bổ sung")')
    assert.match(page.url(), new RegExp(`/ho-so/${code}$`), await main(page))
    assert.match(await main(page), /Đã gửi bổ sung/)

    await desk.page.goto(`/viec/${code}`)
    assert.match(await main(desk.page), /Mới bổ sung/)
    assert.match(await main(desk.page), /Nguyễn Thị Mai Anh/)
  },
)

test(
  'at the counter somebody without a telephone is taken in: asked for one or the answer that there is none, and handed one receipt',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'motcua.liemphong', width: 1280 })
    await page.goto('/tiep-nhan?q=1.004873')
    await page.locator('form[method=post]:has([value="1.004873"]) button').first().click()
    await page.click('a.button:has-text("Làm tiếp")')
    let asked = false
    await fillDraft(page, NEVER, async () => {
      const phone = page.locator('[name="applicant.phone"]')
      if ((await phone.count()) === 0) return
      assert.equal(await page.locator('[name="applicant.residence.commune"]').inputValue(), 'xa-liem-phong')
      assert.doesNotMatch(await page.locator('main form').innerText(), /Ông\/Bà/)
      await phone.fill('')
      if (asked) await page.check('[name=khong-dien-thoai]')
      else await keep(page, 'h2-counter')
      asked = true
    })
    assert.ok(asked)
    await page.goto(page.url().replace(/\/(giay-to|kiem-tra)$/, '/kiem-tra'))
    for (const radio of await page.locator('input[type=radio][value=there]').all()) await radio.check()
    if ((await page.locator('[name=thu-phi][value=due]').count()) > 0) await page.check('[name=thu-phi][value=due]')
    if ((await page.locator('[name=uy-quyen]').count()) > 0) await page.fill('[name=uy-quyen]', 'chính chủ')
    await page.locator('form[action="?/nhan"] button:has-text("nhận")').first().click()
    assert.match(page.url(), /giay-hen/, await main(page))
    assert.match(await main(page), /không có điện thoại/)
    assert.match(await main(page), /Không lập tài khoản/)
    await keep(page, 'h2-receipt')
  },
)
