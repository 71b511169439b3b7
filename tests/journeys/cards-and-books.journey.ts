import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage({ DEMONSTRATION_PAPERS: 'yes' })
})
after(async () => stage?.close())

/** Reads a page again until it shows what the demonstration carries there behind the start. */
async function whenThere(page: Page, path: string, words: string) {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    await page.goto(path)
    if ((await page.locator('main').innerText()).includes(words)) return
    await new Promise((resolve) => setTimeout(resolve, 1000))
  }
  throw new Error(`${path} never showed ${words}`)
}

test(
  'chuyên viên lập lô, in, ghi thẻ hỏng, in lại và bàn giao trên điện thoại, không JavaScript',
  { skip },
  async () => {
    const { page, context } = await visitor(stage, { login: 'chuyenvien.gtvt' })
    await whenThere(page, '/the', 'Đã in, chờ bàn giao')
    assert.match(await page.locator('main').innerText(), /2 thẻ chờ in/)
    await page.click('button:has-text("Lập lô in")')
    await page.waitForURL(/\/the\/[0-9a-f-]+\?da=lap/)
    const address = new URL(page.url()).pathname
    const main = () => page.locator('main').innerText()
    assert.match(await main(), /HN 000002[\s\S]*HN 000003/)

    const [download] = await Promise.all([page.waitForEvent('download'), page.click('button:has-text("Tải JSON")')])
    const chunks: Buffer[] = []
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer)
    const batch = JSON.parse(Buffer.concat(chunks).toString()) as { sha256: string; cards: Record<string, string>[] }
    assert.equal(createHash('sha256').update(JSON.stringify(batch.cards)).digest('hex'), batch.sha256)
    assert.ok((await main()).includes(batch.sha256), 'the page says the checksum of the file')

    await page.goto(address)
    await page.fill('#o-so-1', 'HN 000003')
    await page.fill('#o-so-2', 'HN 000003')
    await page.click('button:has-text("Ghi các thẻ đã in")')
    assert.match(await page.locator('[role=alert]').innerText(), /Số đọc trên thẻ là "HN 000003", lô ghi "HN 000002"/)
    assert.equal(await page.inputValue('#o-so-2'), 'HN 000003', 'what was typed stays')
    await page.fill('#o-so-1', '')
    await page.click('button:has-text("Ghi các thẻ đã in")')
    assert.match(await main(), /Đã ghi các thẻ in xong/)

    await page.click('summary:has-text("Ghi thẻ hỏng")')
    await page.selectOption('[name=the]', '1')
    await page.fill('[name=ly-do]', 'Kẹt thẻ trong máy')
    await page.fill('[name=bien-ban]', 'Biên bản 01/BB ngày 24/11/2026')
    await page.click('button:has-text("Ghi hỏng")')
    assert.match(await main(), /chờ lô sau/)
    await page.fill('[name=nguoi-nhan]', 'Đặng Công Long, quầy Sở Giao thông vận tải')
    await page.click('button:has-text("Bàn giao cho")')
    assert.match(await main(), /Bàn giao cho Đặng Công Long/)
    await page.goto('/the')
    assert.match(await main(), /1 thẻ chờ in[\s\S]*in lại, đã hỏng 1/)
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= 360'))

    const code = await page.locator('tbody a[href^="/viec/"]').first().innerText()
    await page.goto(`/viec/${code}`)
    assert.match(await main(), /Thẻ: chờ in/)
    await page.click('button:has-text("Chuyển vào sổ")')
    assert.match(await page.locator('[role=alert]').innerText(), /chưa in xong/)
    await context.close()

    const other = await visitor(stage, { login: 'chuyenvien.tuphap' })
    const answer = await other.page.goto(address)
    assert.equal(answer!.status(), 404, 'an officer of another department does not learn of the batch')
    await other.context.close()
  },
)

test(
  'văn thư xã tra sổ, ghi chú, khóa quyển, in sổ trên điện thoại, không JavaScript; lãnh đạo chỉ xem',
  { skip },
  async () => {
    const { page, context } = await visitor(stage, { login: 'vanthu.liemphong' })
    await whenThere(page, '/so-van-ban', '3 số')
    const main = () => page.locator('main').innerText()
    await page.click('a:has-text("tình trạng hôn nhân")')
    const book = page.url()
    assert.match(await main(), /03\/UBND-XNTTHN[\s\S]*02\/UBND-XNTTHN[\s\S]*01\/UBND-XNTTHN/)
    await page.click('summary:has-text("Lọc theo")')
    await page.fill('[name=tu-so] >> nth=0', '2')
    await page.fill('[name=tu] >> nth=0', '40/13/2026')
    await page.click('button:has-text("Lọc")')
    assert.match(await page.locator('[role=alert]').innerText(), /Ghi ngày\/tháng\/năm/)
    assert.equal(await page.inputValue('[name=tu] >> nth=0'), '40/13/2026')
    await page.fill('[name=tu] >> nth=0', '')
    await page.click('button:has-text("Lọc")')
    assert.doesNotMatch(await main(), /01\/UBND-XNTTHN/)
    await page.goto(book)
    await page.click('tbody a:has-text("Ghi chú") >> nth=0')
    await page.fill('[name=ghi-chu]', 'Bản chính gửi qua bưu điện')
    await page.fill('[name=so-ban]', 'ba')
    await page.click('button:has-text("Ghi vào sổ")')
    assert.match(await page.locator('[role=alert]').innerText(), /Số lượng bản ghi bằng số/)
    assert.equal(await page.inputValue('[name=ghi-chu]'), 'Bản chính gửi qua bưu điện')
    await page.fill('[name=so-ban]', '3')
    await page.click('button:has-text("Ghi vào sổ")')
    assert.match(await main(), /Đã ghi chú vào sổ[\s\S]*Bản chính gửi qua bưu điện/)
    assert.ok(await page.evaluate('document.documentElement.scrollWidth <= 360'))

    await page.click('a:has-text("Các quyển, khóa sổ")')
    await page.click('summary:has-text("Khóa một quyển")')
    await page.fill('[name=so-trang]', '4')
    await page.fill('[name=so-viec]', '5')
    await page.fill('[name=nguoi-ky]', 'Nguyễn Thanh Oanh, Chủ tịch')
    await page.click('button:has-text("Khóa quyển này")')
    assert.match(await page.locator('[role=alert]').innerText(), /Ghi 5 việc nhưng quyển này có 3 việc/)
    await page.fill('[name=so-viec]', '3')
    await page.click('button:has-text("Khóa quyển này")')
    assert.match(await main(), /Đã khóa[\s\S]*4 trang, Nguyễn Thanh Oanh/)
    await page.goto(book)
    await page.click('summary:has-text("In sổ")')
    await page.locator('form[action*="?/in"] [name=quyen]').fill('1')
    const [answer] = await Promise.all([
      page.waitForResponse((each) => each.url().includes('/tep/giay/')),
      page.click('button:has-text("Lập bản in")'),
    ])
    assert.equal(answer.headers()['content-type'], 'application/pdf')
    await context.close()

    const leader = await visitor(stage, { login: 'chutich.liemphong' })
    await leader.page.goto(book)
    assert.equal(await leader.page.locator('tbody a:has-text("Ghi chú")').count(), 0)
    const sheet = await leader.page.request.get(
      (await leader.page.locator('a:has-text("Tải bảng tính")').getAttribute('href'))!,
    )
    assert.match(sheet.headers()['content-type']!, /spreadsheetml/)
    await leader.context.close()
    const above = await visitor(stage, { login: 'chutich.tinh' })
    assert.equal((await above.page.goto(book))!.status(), 403, 'the province does not read the books of a commune')
    await above.context.close()
  },
)
