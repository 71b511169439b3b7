import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isMissing, openStage, secondFactor, type Stage, visitor } from './browser.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

test(
  'the administrator opens an account, the official takes it over with the slip; a holiday, a year with a faulty line and a token are entered; nothing typed is lost',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'quantri' })
    await secondFactor(page)
    const main = () => page.locator('main').innerText()

    await page.goto('/quan-tri/tai-khoan?q=nguyen%20cong')
    await page.locator('a:has-text("Mở tài khoản cho")').first().click()
    await page.fill('[name=ten-dang-nhap]', 'Sai Tên')
    await page.click('main form button')
    assert.match(await page.locator('.notice.wrong').innerText(), /Tên đăng nhập dài 3 đến 40/)
    assert.equal(await page.inputValue('[name=ten-dang-nhap]'), 'Sai Tên')
    await page.fill('[name=ten-dang-nhap]', 'can.bo.moi')
    await page.click('main form button')
    const code = await page.locator('.printed .code').innerText()
    assert.match(code, /^[A-Z2-9]{10}$/)
    const official = await visitor(stage)
    await official.page.goto('/ma-bien-nhan')
    await official.page.fill('[name=ma]', code)
    await official.page.fill('[name=mat-khau]', 'mot cau ngan de nho')
    await official.page.click('main form button')
    assert.match(official.page.url(), /\/viec$/)

    await page.goto('/quan-tri/lich/tinh?nam=2027')
    await page.fill('#o-ngay', '01/02/2020')
    await page.fill('[name=ly-do]', 'Muộn rồi')
    await page.click('button:has-text("Đặt ngày")')
    assert.match(await page.locator('.notice.wrong').innerText(), /đã qua/)
    assert.equal(await page.inputValue('[name=ly-do]'), 'Muộn rồi')
    await page.fill('[name=dong]', '2027-02-12,nghỉ,Tết thêm\n2027-13-01,nghỉ,Sai')
    await page.click('main form button:text-is("Nhập")')
    assert.match(await main(), /Đã đặt 1 ngày; 1 dòng không nhận/)
    assert.match(await main(), /Dòng 2: .*2027-13-01/)
    await page.goto('/quan-tri/lich?nam=2027')
    assert.match(await main(), /Tết thêm/)

    await page.goto('/quan-tri/ma-he-thong?noi=xa-liem-phong')
    await page.selectOption('[name=chuc-vu]', 'xa-liem-phong.tu-phap')
    await page.fill('[name=ten]', 'Phần mềm hộ tịch')
    await page.check('[value=read]')
    const soon = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10).split('-').toReversed().join('/')
    await page.fill('[name=den-ngay]', soon)
    await page.click('button:has-text("Cấp mã")')
    assert.match(await page.locator('.notice.wrong').innerText(), /Ghi lý do cấp mã/)
    assert.equal(await page.inputValue('[name=ten]'), 'Phần mềm hộ tịch')
    assert.ok(await page.isChecked('[value=read]'))
    await page.fill('[name=ly-do]', 'Kế hoạch số 12')
    await page.click('button:has-text("Cấp mã")')
    assert.match(await page.locator('main code').innerText(), /^dinh_/)
    await page.click('button:has-text("Thu hồi")')
    assert.match(await main(), /Đã thu hồi mã/)

    await page.goto('/quan-tri/cai-dat')
    await page.uncheck('[value=administrator]')
    await page.click('main form button')
    assert.match(await page.locator('.notice.wrong').innerText(), /luôn phải có/)
    await page.check('[value=administrator]')
    await page.check('[value=leader]')
    await page.click('main form button')
    const leader = await visitor(stage, { login: 'chutich.liemphong' })
    await leader.page.goto('/viec')
    assert.match(leader.page.url(), /lop-hai\/thiet-lap/)
  },
)
