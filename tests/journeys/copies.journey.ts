import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { deflateSync, crc32 } from 'node:zlib'
import { aPdf } from '#server/files/testing.ts'
import { confirmDevice, fillPage, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look, lookHere } from './look.ts'

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

/** A page as a scanner gives it: A4 with lines of ink. */
function aPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Uint8Array) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
    const [head, tail] = [Buffer.alloc(4), Buffer.alloc(4)]
    head.writeUInt32BE(data.length)
    tail.writeUInt32BE(crc32(body))
    return Buffer.concat([head, body, tail])
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header.set([8, 0, 0, 0, 0], 8)
  const rows = Buffer.alloc((width + 1) * height, 250)
  for (let y = 0; y < height; y += 1) {
    rows[y * (width + 1)] = 0
    if (y % 60 < 8 && y > 200) rows.fill(40, y * (width + 1) + 150, y * (width + 1) + width - 200)
  }
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([signature, ...parts])
}

/** Files online, and moves the dossier as far as the clerk's number; nothing is prepared here: the result is written and signed on paper. */
async function aDossierToTheClerk(page: Page): Promise<string> {
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
  await page.click('button:has-text("Gửi hồ sơ")')
  assert.match(page.url(), /da-gui$/, await main(page))
  const code = (await page.locator('.code').innerText()).trim()

  const desk = await visitor(stage, { login: 'motcua.liemphong', width: 1280 })
  await desk.page.goto(`/viec/${code}`)
  for (const radio of await desk.page.locator('form[action="?/tiep-nhan"] input[type=radio][value=there]').all())
    await radio.check()
  const exempt = desk.page.locator('form[action="?/tiep-nhan"] [name=thu-phi][value=exempt]')
  if ((await exempt.count()) > 0) {
    await exempt.check()
    await desk.page.fill('form[action="?/tiep-nhan"] [name=ly-do-mien]', 'Người có công')
  }
  await desk.page.click('button:has-text("Tiếp nhận, in giấy hẹn")')
  assert.match(desk.page.url(), /giay-hen/, await main(desk.page))
  await desk.page.goto(`/viec/${code}/ban-sao`)
  assert.match(await main(desk.page), /Hồ sơ chưa tới bước ký kết quả/)
  const leader = await visitor(stage, { login: 'chutich.liemphong' })
  for (let at = 0; at < 8; at += 1)
    for (const each of [desk.page, leader.page]) {
      await each.goto(`/viec/${code}`)
      if (/Việc: .*(số|Số)/.test((await main(each)).split('\n').slice(0, 6).join(' '))) return code
      const byHand = each.locator('form[action="?/ky-tay"]')
      if ((await byHand.count()) > 0) {
        await each.locator('summary:has-text("Ký tay trên giấy")').press('Enter')
        await byHand.locator('[name=vi-sao]').fill('Lãnh đạo ký trên giấy, văn thư quét lại')
        await byHand.locator('button').click()
      }
      const act = each.locator('form[action="?/buoc"] button').first()
      if ((await act.count()) > 0) await act.click()
    }
  return code
}

test(
  'a result on paper is scanned by picture, warned of when coarse, signed as a copy, and its citizen downloads and checks it',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'congdan' })
    await confirmDevice(page)
    const code = await aDossierToTheClerk(page)
    const clerk = await visitor(stage, { login: 'vanthu.liemphong' })
    const here = `/viec/${code}/ban-sao`
    await clerk.page.goto(`/viec/${code}`)
    await clerk.page.click('a:has-text("Bản sao điện tử của kết quả")')
    assert.equal(new URL(clerk.page.url()).pathname, here)
    assert.match(await main(clerk.page), /Đưa bản quét vào/)
    await picture(clerk.page, 'copy-empty-360')
    const send = async (name: string, buffer: Buffer, mimeType = 'image/png') => {
      await clerk.page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer })
      await clerk.page.click('.upload button:not([hidden])')
    }
    await send('x.txt', Buffer.from('không phải ảnh'), 'text/plain')
    assert.match(await main(clerk.page), /Không đọc được tệp này/)
    await send('trang-1.png', aPng(827, 1169))
    assert.match(await main(clerk.page), /Bản quét thưa: 100 dpi/)
    await clerk.page.click('button:has-text("Bỏ bản quét này")')
    await send('trang-1.png', aPng(1654, 2339))
    await send('trang-2.png', aPng(2339, 1654))
    const waits = await main(clerk.page)
    assert.match(waits, /Số trang\s+2/)
    assert.match(waits, /200 dpi/)
    assert.doesNotMatch(waits, /Bản quét thưa/)
    await picture(clerk.page, 'copy-waits-360')

    await clerk.page.fill('[name=mat-khau-khoa]', '999999')
    await clerk.page.click('button:has-text("Ký bản sao")')
    assert.match(await main(clerk.page), /Mã PIN chưa đúng, còn 2 lần/)
    assert.match(await main(clerk.page), /Số trang\s+2/, 'the scan is not lost')
    await clerk.page.fill('[name=mat-khau-khoa]', PIN)
    await clerk.page.click('button:has-text("Ký bản sao")')
    const signed = await main(clerk.page)
    assert.match(signed, /Đã ký bản sao/)
    assert.match(signed, /✓\s+Có hiệu lực/)
    await picture(clerk.page, 'copy-signed-360')

    await page.goto(`/ho-so/${code}`)
    assert.match(await main(page), /Bản sao điện tử, có chữ ký số của cơ quan/)
    const file = page.locator('a:has-text("ban-sao-")').first()
    const bytes = await (await page.request.get((await file.getAttribute('href'))!)).body()
    assert.equal(bytes.subarray(0, 5).toString(), '%PDF-')
    await picture(page, 'copy-citizen-360')

    const anyone = await visitor(stage)
    await anyone.page.goto('/kiem-tra')
    await anyone.page
      .locator('input[type=file]')
      .setInputFiles({ name: 'ban-sao.pdf', mimeType: 'application/pdf', buffer: bytes })
    await anyone.page.locator('main form button').first().click()
    assert.match(await main(anyone.page), /Là bản sao y của .*Liêm Phong, còn hiệu lực/)
    await picture(anyone.page, 'copy-checked-360')
    await anyone.page.click('a:has-text("Xem tình trạng bản sao")')
    assert.match(await main(anyone.page), /Có hiệu lực/)
    assert.doesNotMatch(await main(anyone.page), /hôn nhân|Nguyễn/i)
    await picture(anyone.page, 'copy-public-360')

    await clerk.page.goto('/ban-sao')
    assert.match(await main(clerk.page), new RegExp(code.replaceAll('.', '\\.')))
    await picture(clerk.page, 'copy-register-360')
    const sheet = await clerk.page.request.get('/ban-sao/bang-tinh')
    assert.equal((await sheet.body()).subarray(0, 2).toString(), 'PK')
    await clerk.page.locator('tbody a').first().click()
    await clerk.page.locator('summary:has-text("Thu hồi bản sao này")').press('Enter')
    await clerk.page.click('button:has-text("Thu hồi")')
    assert.match(await main(clerk.page), /Ghi lý do thu hồi/)
    await clerk.page.fill('[name=ly-do]', 'Quét thiếu mặt sau')
    await clerk.page.click('button:has-text("Thu hồi")')
    assert.match(await main(clerk.page), /Đã thu hồi bản sao/)
    await anyone.page.reload()
    assert.match(await main(anyone.page), /Đã thu hồi[\s\S]*Quét thiếu mặt sau/)
    await page.reload()
    assert.match(await main(page), /Bản sao điện tử này đã bị thu hồi/)

    const reader = await visitor(stage, { login: 'vanthu.liemphong', script: true })
    await reader.page.goto('/ban-sao')
    const one = (await reader.page.locator('tbody a').first().getAttribute('href'))!
    for (const width of [360, 1280])
      for (const path of [here, '/ban-sao', '/ban-sao?tt=valid', one]) {
        await look(reader.page, path, width)
        await picture(reader.page, `copy-${path.split('/').at(-1)!.replace(/\W/g, '-')}-${width}`)
      }
    await lookHere(reader.page, 'a copy')
    const stranger = await visitor(stage, { login: 'chutich.liemphong' })
    assert.equal((await stranger.page.goto('/ban-sao'))?.status(), 403)
    assert.equal((await stranger.page.goto(one))?.status(), 404)
  },
)

test(
  'at the desk results already issued are looked up when the official asks, and it says so when there are none',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'motcua.liemphong' })
    await page.goto('/tiep-nhan?q=1.000894')
    await page.locator('form[method=post]:has([value="1.000894"]) button').first().click()
    const draft = new URL(page.url()).pathname
    assert.match(draft, /^\/ho-so\/nhap\//)
    await page.goto(`${draft}/giay-to`)
    assert.doesNotMatch(await main(page), /Kết quả người này đã có/, 'no personal id is known yet')
    await page.goto(draft)
    await page.click('a.button:has-text("Làm tiếp")')
    for (let at = 0; at < 20 && page.url().includes('/phan/'); at += 1) {
      await fillPage(page, { 'request.oneLivesElsewhere': 'true', 'applicant.identity.paper': 'can-cuoc' })
      const number = page.locator('[name="applicant.identity.number"]')
      if ((await number.count()) > 0) await number.fill('035190000011')
      await page.click('button:has-text("Lưu và sang phần sau")')
    }
    await page.goto(`${draft}/giay-to`)
    assert.match(await main(page), /Kết quả người này đã có/)
    await page.click('button:has-text("Tra kết quả đã cấp")')
    assert.match(await main(page), /không có kết quả nào dùng được cho hồ sơ này/)
    await picture(page, 'desk-looked-up-360')
    const reader = await visitor(stage, { login: 'motcua.liemphong', script: true })
    for (const width of [360, 1280]) await look(reader.page, `${draft}/giay-to`, width)
  },
)
