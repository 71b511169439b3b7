import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Stage } from './browser.ts'
import { confirmDevice, visitor } from './browser.ts'
import { look } from './look.ts'

type Way = {
  code: string
  citizen: Page
  pin: string
  main: (page: Page) => Promise<string>
  picture: (page: Page, name: string) => Promise<void>
  until: (act: () => Promise<boolean>, words: () => Promise<string>) => Promise<void>
}

/** The life of a signed paper goes on, at 360 px without JavaScript: it is replaced by another, and that one is withdrawn. */
export async function replaceAndWithdraw(stage: Stage, { code, citizen, pin, main, picture, until }: Way) {
  const { page: clerk } = await visitor(stage, { login: 'vanthu.liemphong' })
  await clerk.goto('/giay-to-da-ky')
  await clerk.fill('[name=q]', code)
  await clerk.click('main button:has-text("Tìm")')
  assert.equal(await clerk.locator('tbody tr').count(), 1, await main(clerk))
  await picture(clerk, 'issued-list-360')
  await clerk.locator('tbody a').first().click()
  const issued = clerk.url()
  await clerk.click('a:has-text("Soạn giấy thay thế")')
  await clerk.fill('[name=ly-do]', 'Ghi sai mục đích')
  await clerk.click('button:has-text("Lưu và xem bản in")')
  assert.match(await main(clerk), /Nội dung giống hệt giấy đang có hiệu lực/)
  assert.equal(await clerk.inputValue('[name=ly-do]'), 'Ghi sai mục đích')
  const field = clerk.locator('[name^="du-lieu."]').last()
  await field.fill('Để làm thủ tục vay vốn tại ngân hàng')
  await clerk.click('button:has-text("Lưu và xem bản in")')
  assert.match(await main(clerk), /Bản in của giấy thay/)
  await picture(clerk, 'replacement-360')
  await clerk.click('a:has-text("Về để trình ký")')
  await clerk.click('button:has-text("Trình ký")')
  assert.match(await main(clerk), /đang chờ lãnh đạo ký/)
  await picture(clerk, 'issued-360')
  const reader = await visitor(stage, { login: 'vanthu.liemphong', script: true })
  const path = new URL(issued).pathname
  for (const width of [360, 1280]) for (const each of [path, `${path}/thay-the`]) await look(reader.page, each, width)

  const sign = async (page: Page, path: string) => {
    await page.goto(path)
    const line = page.locator('tbody tr', { hasText: code })
    if ((await line.count()) === 0) return false
    await line.locator('input[type=checkbox]').check()
    await page.fill('[name=mat-khau-khoa]', pin)
    await page.locator('main form button').last().click()
    return /Đã ký 1|đóng dấu\s+1/.test(await main(page))
  }
  const { page: leader } = await visitor(stage, { login: 'chutich.liemphong' })
  await until(
    () => sign(leader, '/ky-so'),
    () => main(leader),
  )
  await until(
    () => sign(clerk, '/dong-dau'),
    () => main(clerk),
  )
  await until(
    async () => {
      await citizen.goto(`/ho-so/${code}`)
      return (await main(citizen)).includes('đã thay bằng')
    },
    () => main(citizen),
  )
  assert.match(await main(citizen), /Đã thay bằng giấy khác, không dùng được nữa/)
  await picture(citizen, 'citizen-replaced-360')
  await citizen.click('a:has-text("Xem lý do")')
  assert.match(await main(citizen), /Lý do: Ghi sai mục đích/)
  await citizen.click('a:has-text("Xem giấy thay thế")')
  assert.match(await main(citizen), /Có hiệu lực/)
  const next = citizen.url()

  await leader.goto(issued)
  await leader.click('a:has-text("Xem giấy thay")')
  await leader.click('a:has-text("Thu hồi giấy này")')
  await picture(leader, 'withdraw-360')
  await leader.click('button:has-text("Thu hồi")')
  assert.match(await main(leader), /Ghi lý do/)
  await leader.fill('[name=ly-do]', 'Cấp sai thẩm quyền')
  await leader.click('button:has-text("Thu hồi")')
  assert.match(await main(leader), /Ghi số, ký hiệu và ngày của văn bản thu hồi/)
  assert.equal(await leader.inputValue('[name=ly-do]'), 'Cấp sai thẩm quyền')
  await leader.fill('[name=so]', '90/QĐ-UBND')
  await leader.click('button:has-text("Thu hồi")')
  assert.match(await main(leader), /Đã thu hồi/)
  await picture(leader, 'withdrawn-360')
  await citizen.goto(next)
  assert.match(await main(citizen), /Văn bản thu hồi: số 90\/QĐ-UBND/)
  await picture(citizen, 'check-withdrawn-360')
  await until(
    async () => {
      await citizen.goto('/thong-bao')
      return (await main(citizen)).includes('Kết quả đã cấp bị thu hồi')
    },
    () => main(citizen),
  )
  await confirmDevice(citizen)
  await picture(citizen, 'store-360')
  assert.match(await main(citizen), /Lý do: Cấp sai thẩm quyền\s\(văn bản số 90\/QĐ-UBND\)/)
  const desk = await visitor(stage, { login: 'vanthu.liemphong', width: 1280 })
  await desk.page.goto('/giay-to-da-ky')
  await picture(desk.page, 'issued-list-1280')
  await desk.page.goto(issued)
  await picture(desk.page, 'issued-1280')
}
