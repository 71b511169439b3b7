import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const look = async (page: Page, name: string) => {
  if (process.env.LOOK_AT) await page.screenshot({ path: `${process.env.LOOK_AT}/${name}.png`, fullPage: true })
}
const code = async (page: Page) => (await page.locator('main .notice .code').innerText()).trim()

for (const [at, width] of [360, 1280].entries())
  test(
    `registration keeps the way to the procedure, one thing a page, nothing emptied, at ${width} px without JavaScript`,
    { skip },
    async () => {
      const { page } = await visitor(stage, { width })
      await page.goto('/nop-ho-so/1.001193')
      await page.waitForURL(/dang-nhap\?tiep=/)
      await page.getByRole('link', { name: 'Đăng ký', exact: true }).click()
      await page.fill('[name=lien-he]', '0912-345')
      await page.click('main form button')
      assert.match(await page.locator('main .fault').innerText(), /10 chữ số/)
      assert.equal(await page.inputValue('[name=lien-he]'), '0912-345')
      await look(page, `lien-he-${width}`)
      await page.fill('[name=lien-he]', `+84 987 654 32${at}`)
      await page.click('main form button')
      await page.waitForURL(/nhap-ma/)
      const first = await code(page)
      await page.fill('[name=ma]', first === '111111' ? '222222' : '111111')
      await page.click('main form button')
      assert.match(await page.locator('main .fault').innerText(), /Mã chưa đúng/)
      assert.equal(await code(page), first, 'the code of the demonstration stays until it is used')
      await look(page, `ma-${width}`)
      await page.getByRole('button', { name: 'Gửi lại mã' }).click()
      assert.match(await page.locator('main').innerText(), /Đã gửi mã mới/)
      await page.getByRole('link', { name: /Sửa số/ }).click()
      assert.equal(await page.inputValue('[name=lien-he]'), `098765432${at}`)
      await page.goBack()
      await page.reload()
      await page.fill('[name=ma]', await code(page))
      await page.click('main form button')
      await page.waitForURL(/dang-ky\/ten\?tiep=/)
      await page.fill('[name=ho-ten]', 'phạm văn đức')
      await page.fill('[name=mat-khau]', 'matkhau123')
      await page.getByRole('button', { name: 'Đăng ký' }).click()
      assert.equal(await page.inputValue('[name=mat-khau]'), 'matkhau123')
      await page.fill('[name=mat-khau]', 'bà ngoại trồng cam sành')
      await page.getByRole('button', { name: 'Hiện mật khẩu' }).click()
      assert.equal(await page.getAttribute('[name=mat-khau]', 'type'), 'text')
      assert.equal(await page.inputValue('[name=ho-ten]'), 'phạm văn đức')
      await page.getByRole('button', { name: 'Đăng ký' }).click()
      assert.match(await page.locator('main .fault').innerText(), /phạm văn đức/)
      await look(page, `ten-${width}`)
      await page.fill('[name=ho-ten]', 'Phạm Văn Đức')
      await page.getByRole('button', { name: 'Đăng ký' }).click()
      await page.waitForURL(/nop-ho-so|ho-so\/nhap/)
      await page.goto('/tai-khoan')
      await look(page, `tai-khoan-${width}`)
      await page.fill('[name=ngay-sinh]', '31/02/1985')
      await page.fill('[name=so]', '12')
      await page.getByRole('button', { name: 'Lưu lại' }).click()
      const faults = await page.locator('main .field .fault').allInnerTexts()
      assert.ok(
        faults.some((each) => each.includes('Tháng 2/1985 không có ngày 31')),
        faults.join('|'),
      )
      assert.ok(
        faults.some((each) => each.includes('Chọn loại giấy tờ')),
        faults.join('|'),
      )
      assert.equal(await page.inputValue('[name=ngay-sinh]'), '31/02/1985')
      await look(page, `tai-khoan-loi-${width}`)
    },
  )

test(
  'a new device asks for a code once before identity papers; signing in again ends the session before',
  { skip },
  async () => {
    const { page, context } = await visitor(stage, { login: 'congdan' })
    await page.goto('/giay-to-cua-toi')
    await page.waitForURL(/xac-nhan-may/)
    await look(page, 'xac-nhan-may')
    await page.click('main form button')
    await page.fill('[name=ma]', await code(page))
    await page.click('main form button')
    await page.waitForURL(/giay-to-cua-toi/)
    const session = async () => (await context.cookies()).find((each) => each.name === '__Host-dinh')?.value
    const before = await session()
    await page.goto('/tai-khoan')
    await page.getByRole('button', { name: 'Khóa màn hình' }).click()
    await page.waitForURL(/mo-khoa/)
    await page.goto('/ho-so')
    assert.match(page.url(), /mo-khoa/)
    await look(page, 'mo-khoa')
    await page.fill('[name=mat-khau]', 'Dinh-Ha-Nam-2020')
    await page.click('main form button')
    await page.waitForURL(/ho-so/)
    assert.notEqual(await session(), before, 'a new token after unlocking')
  },
)
