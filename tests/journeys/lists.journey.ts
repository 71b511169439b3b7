import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { readXlsx } from 'hucre/xlsx'
import type { Page } from 'playwright-core'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const countOf = async (page: Page, words: string) =>
  Number((await page.locator('.counts a', { hasText: words }).locator('b').innerText()).replace(/\D/g, ''))
const rowsShown = (page: Page) => page.locator('tbody tr').count()

async function sheetBehind(page: Page, path: string) {
  const answer = await page.request.get(path)
  assert.equal(answer.status(), 200, path)
  assert.match(answer.headers()['content-type'] ?? '', /spreadsheetml/, path)
  return (await readXlsx(new Uint8Array(await answer.body()))).sheets[0]!.rows
}

test(
  'a clerk narrows the inbox without JavaScript, sees the filters as tags, and takes them off one by one',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'motcua.liemphong' })
    await page.goto('/viec')
    const all = await countOf(page, 'Tất cả')
    const owner = (await page.locator('tbody tr').first().locator('td').nth(2).innerText()).trim()
    await page.click('a:has-text("Thêm bộ lọc")')
    await page.selectOption('[name=nhan]', 'chua')
    await page.selectOption('[name=giu]', 'hang')
    await page.fill('[name=den]', '31/12/2030')
    await page.click('.filters button')
    assert.equal(await page.locator('.chosen li').count(), 4, 'three tags and “Bỏ hết”')
    const narrowed = await countOf(page, 'Tất cả')
    assert.ok(narrowed <= all && narrowed === (await countOf(page, 'Chưa nhận bàn giao')))
    await page.click('.chosen a:has-text("Bàn giao")')
    assert.equal(await page.locator('.chosen li').count(), 3)
    await page.fill('[name=q]', owner.toLowerCase())
    await page.click('.find button')
    assert.equal(await page.locator('.chosen li').count(), 4, 'the other filters stay')
    assert.ok((await rowsShown(page)) >= 1)
    for (const cell of await page.locator('tbody tr td:nth-child(3)').allInnerTexts()) assert.equal(cell.trim(), owner)
    const sheet = (await page.locator('a:has-text("Tải bảng tính")').getAttribute('href'))!
    assert.equal(
      (await sheetBehind(page, sheet)).length - 1,
      await countOf(page, 'Tất cả'),
      'the spreadsheet is narrowed too',
    )
    await page.click('.chosen a:has-text("Bỏ hết")')
    assert.equal(await countOf(page, 'Tất cả'), all)
  },
)

test('a date that cannot be read is named at its field, and what was typed stands', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'motcua.liemphong' })
  await page.goto('/viec?tu=31/02/2026&kenh=counter')
  assert.match(await page.locator('#o-tu-loi').innerText(), /Không đọc được ngày “31\/02\/2026”/)
  assert.equal(await page.inputValue('[name=tu]'), '31/02/2026')
  assert.equal(await page.inputValue('[name=kenh]'), 'counter')
})

test('a scanned receipt opens its dossier at once', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'motcua.liemphong' })
  await page.goto('/viec')
  const code = (await page.locator('tbody tr').first().locator('a').innerText()).trim()
  await page.goto('/tim')
  await page.locator('[name=q]').focus()
  await page.keyboard.type(code)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/viec/${code}`)
})

test('a head opens one holder, late tasks alone', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'chutich.liemphong' })
  await page.goto('/don-vi')
  const row = page.locator('tbody tr').first()
  const open = Number((await row.locator('td').nth(1).innerText()).replace(/\D/g, ''))
  await row.locator('a').first().click()
  assert.equal(await countOf(page, 'Tất cả'), open)
  assert.equal(await page.locator('.chosen li').count(), 1)
  const late = await countOf(page, 'Trễ hạn')
  await page.click('.counts a:has-text("Trễ hạn")')
  assert.equal(await rowsShown(page), Math.min(late, 50))
})

test(
  'every list comes as a spreadsheet with Vietnamese headers, to those who may see the list and nobody else',
  { skip },
  async () => {
    const LISTS: [string, string, string][] = [
      ['motcua.liemphong', '/viec/bang-tinh', 'Hạn của việc'],
      ['motcua.liemphong', '/tim/bang-tinh?q=nguyen', 'Mã hồ sơ'],
      ['chutich.liemphong', '/don-vi/bang-tinh', 'Người giữ'],
      ['chutich.liemphong', '/don-vi/xa-liem-phong/bang-tinh', 'Hạn của việc'],
      ['congdan', '/ho-so/bang-tinh', 'Mã hồ sơ'],
      ['', '/so-lieu/bang-tinh', 'Cơ quan'],
      ['', '/thu-tuc/bang-tinh?cap=commune', 'Mã thủ tục'],
      ['', '/thu-tuc/bang-tinh?q=khai%20sinh', 'Mã thủ tục'],
    ]
    for (const [login, path, header] of LISTS) {
      const { page, context } = await visitor(stage, login ? { login } : {})
      const rows = await sheetBehind(page, path)
      assert.equal(rows[0]![0], header, path)
      if (!path.startsWith('/ho-so')) assert.ok(rows.length > 1, path)
      await context.close()
    }
    const desk = await visitor(stage, { login: 'motcua.liemphong' })
    for (const path of [
      '/quan-tri/nhat-ky/bang-tinh',
      '/quan-tri/he-thong/bang-tinh',
      '/don-vi/so-tu-phap/bang-tinh',
    ]) {
      const answer = await desk.page.request.get(path)
      assert.ok(!(answer.headers()['content-type'] ?? '').includes('spreadsheetml'), path)
    }
    const stranger = await visitor(stage)
    const answer = await stranger.page.request.get('/viec/bang-tinh', { maxRedirects: 0 })
    assert.equal(answer.status(), 303)
  },
)
