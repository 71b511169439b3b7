import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { administrator, isMissing, openStage, type Stage, visitor } from './browser.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const today = () => {
  const [year, month, day] = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10).split('-')
  return `${day}/${month}/${year}`
}
const folder = process.env.SCREENSHOTS
async function picture(page: Page, name: string) {
  if (!folder) return
  mkdirSync(folder, { recursive: true })
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: `${folder}/${name}-${width}.png`, fullPage: true })
  }
  await page.setViewportSize({ width: 360, height: 800 })
}
const fits = async (page: Page) => {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(wide <= 1, `${page.url()} is ${wide} px too wide`)
}
const press = (page: Page, words: string) => page.click(`main form button:has-text("${words}")`)

test(
  'without JavaScript the administrator establishes a unit, makes a post, appoints somebody and delegates',
  { skip },
  async () => {
    const { page } = await administrator(stage)
    await page.goto('/quan-tri')
    await page.click('a.card-link:has-text("Đơn vị")')
    await picture(page, 'don-vi')
    await page.fill('main [name=q]', 'phong tu phap phu ly')
    await press(page, 'Tìm')
    await picture(page, 'don-vi-tim')
    await page.click('main .plain-list a')
    assert.match(page.url(), /phu-ly-tu-phap$/)
    await fits(page)
    await picture(page, 'don-vi-mot')

    await page.click('a:has-text("Thành lập đơn vị trực thuộc")')
    await page.fill('[name=name]', 'Tổ Hộ tịch số')
    await page.fill('[name=from]', '01/01/2020')
    await press(page, 'Thành lập đơn vị')
    assert.match(await page.innerText('.notice.wrong'), /Căn cứ|Ghi căn cứ/)
    assert.equal(await page.inputValue('[name=name]'), 'Tổ Hộ tịch số')
    await picture(page, 'thanh-lap-loi')
    await fits(page)
    await page.selectOption('[name=kind]', 'division')
    await page.selectOption('[name=tier]', 'district')
    await page.fill('[name=legalBasis]', '12/QĐ-UBND ngày 20/11/2026')
    await press(page, 'Thành lập đơn vị')
    assert.match(await page.innerText('.notice.wrong'), /Ngày bắt đầu đã qua/)
    await page.fill('[name=from]', today())
    await press(page, 'Thành lập đơn vị')
    assert.match(page.url(), /to-ho-tich-so$/)

    await page.click('a:has-text("Lập chức vụ")')
    await page.fill('[name=title]', 'Tổ trưởng Tổ Hộ tịch số')
    await page.fill('[name=from]', today())
    await picture(page, 'lap-chuc-vu')
    await fits(page)
    await press(page, 'Lập chức vụ')
    assert.match(page.url(), /to-truong-to-ho-tich-so$/)
    const post = page.url()

    await page.goto('/quan-tri/nhan-su')
    await picture(page, 'nhan-su')
    await page.click('a:has-text("Thêm người")')
    await page.fill('[name=fullName]', 'Lại Thị Nhân Sự')
    await page.fill('[name=birthDate]', '1991')
    await press(page, 'Thêm người')
    await page.click('a:has-text("Bổ nhiệm")')
    await page.fill('[name=postId]', 'Tổ trưởng Tổ Hộ tịch số · to-ho-tich-so.to-truong-to-ho-tich-so')
    await page.check('[name=kind][value=main]')
    await page.fill('[name=decisionNumber]', '13/QĐ-UBND')
    await page.fill('[name=from]', today())
    await picture(page, 'bo-nhiem')
    await press(page, 'Bổ nhiệm')
    assert.match(await page.innerText('main'), /Tổ trưởng Tổ Hộ tịch số/)
    await picture(page, 'nhan-su-mot')
    await page.goto('/quan-tri/nhan-su?q=lai+thi+nhan+su')
    assert.match(await page.innerText('main .plain-list'), /Lại Thị Nhân Sự/)

    await page.goto('/quan-tri/chuc-vu/ubnd-kim-bang.chu-tich')
    await page.click('a:has-text("Giao quyền")')
    await page.check('[name=form][value=KT]')
    await page.fill('[name=toPostId]', 'Phó Chủ tịch · ubnd-kim-bang.pho-chu-tich')
    await page.check('[name=acts][value="dossiers.decide"]')
    await page.fill('[name=documentNumber]', '15/QĐ-UBND')
    await page.fill('[name=documentOn]', today())
    await page.fill('[name=from]', today())
    await picture(page, 'uy-quyen')
    await fits(page)
    await press(page, 'Lưu văn bản')
    assert.match(await page.innerText('main'), /Ký thay \(KT\.\) giao Phó Chủ tịch/)
    await picture(page, 'chuc-vu-mot')
    await page.click('main a:has-text("Thu hồi")')
    await page.fill('[name=remark]', '16/QĐ-UBND')
    await press(page, 'Thu hồi')
    assert.match(await page.innerText('main'), /thu hồi/)
    await page.goto(post)
    assert.match(await page.innerText('main'), /Lại Thị Nhân Sự/)
    for (const act of ['don-vi/phu-ly-tu-phap/sua', 'don-vi/phu-ly-tu-phap/cham-dut', 'don-vi/phu-ly-tu-phap/ma']) {
      await page.goto(`/quan-tri/${act}`)
      await picture(page, act.replaceAll('/', '-'))
      await fits(page)
    }
    for (const list of ['don-vi/bang-tinh', 'nhan-su/bang-tinh', 'don-vi/phu-ly-tu-phap/bang-tinh']) {
      const answer = await page.request.get(`/quan-tri/${list}`)
      assert.equal(answer.status(), 200)
      assert.ok((await answer.body()).subarray(0, 2).equals(Buffer.from('PK')), list)
    }
    await page.goto('/dang-xuat')
  },
)

test('whoever may not change the directory sees none of its pages', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'chuyenvien.tuphap' })
  for (const path of ['don-vi', 'don-vi/so-tu-phap', 'nhan-su', 'chuc-vu/so-tu-phap.giam-doc', 'don-vi/bang-tinh']) {
    const answer = await page.goto(`/quan-tri/${path}`)
    assert.equal(answer?.status(), 403, path)
  }
})
