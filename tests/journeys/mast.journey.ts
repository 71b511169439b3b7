import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { administrator, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { keep } from './look.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

const PUBLIC = [
  ...['/', '/thu-tuc', '/thu-tuc/1.001193', '/tra-cuu', '/tra-cuu?ma=261130-0022', '/so-lieu', '/co-quan'],
  ...['/co-quan/xa-liem-phong', '/kiem-tra', '/api', '/kha-nang-tiep-can', '/tro-giup', '/tro-giup/can-bo'],
]
const ERRORS = ['/khong-co-trang-nay', '/thu-tuc/9.999999', '/khong-co-quyen', '/tro-giup/khong-co']
const OWN = ['/tai-khoan', '/thong-bao']

const mastOf = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('.mast nav a, .mast nav button')].map((each) => each.textContent!.trim()),
  )
const leftOf = (page: Page) => page.evaluate(() => Math.round(document.querySelector('h1')!.getBoundingClientRect().x))

/** The mast of every page, which must be the same; on a phone no higher than 64 px, on a desk one row, at one left edge. */
async function readMasts(page: Page, paths: string[]) {
  await page.goto(paths[0]!)
  const first = await mastOf(page)
  for (const path of paths) {
    await page.setViewportSize({ width: 1280, height: 800 })
    await page.goto(path)
    assert.deepEqual(await mastOf(page), first, path)
    assert.ok(await page.locator('.foot').isVisible(), `${path}: no footer`)
    const rows = await page.evaluate(
      () => new Set([...document.querySelectorAll('.mast nav > *')].map((each) => each.getBoundingClientRect().y)).size,
    )
    assert.equal(rows, 1, `${path}: the menu in ${rows} rows`)
    if (path !== '/') assert.equal(await leftOf(page), 18, `${path}: left edge`)
    await page.setViewportSize({ width: 360, height: 800 })
    const height = await page.evaluate(() => document.querySelector('.mast-in')!.getBoundingClientRect().height)
    assert.ok(height <= 64, `${path}: mast of ${height} px`)
    assert.equal(await page.locator('.mast nav').isVisible(), false, `${path}: the menu waits to be opened`)
    const peeks = await page.evaluate(() => {
      document.documentElement.style.fontSize = '36px'
      const { width, height } = document.querySelector('.skip')!.getBoundingClientRect()
      document.documentElement.style.fontSize = ''
      return width > 2 && height > 2
    })
    assert.equal(peeks, false, `${path}: the skip link peeks in`)
  }
  await page.click('.mast .menu summary')
  assert.ok(await page.locator('.mast nav').isVisible())
  return first
}

test('a visitor meets one mast on every page, errors included, with the way in', { skip }, async () => {
  const { page } = await visitor(stage)
  const mast = await readMasts(page, [...PUBLIC, ...ERRORS, '/dang-nhap', '/dang-ky', '/quen-mat-khau'])
  assert.deepEqual(mast, ['Thủ tục', 'Tra cứu hồ sơ', 'Số liệu', 'Hồ sơ của tôi', 'Trợ giúp', 'Đăng nhập'])
})

test('a citizen meets one mast on every page, with their name, notices and the way out', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'congdan' })
  const mast = await readMasts(page, [...PUBLIC, ...ERRORS, ...OWN, '/ho-so', '/giay-to-cua-toi'])
  assert.deepEqual(mast.slice(0, 4), ['Thủ tục', 'Tra cứu hồ sơ', 'Số liệu', 'Hồ sơ của tôi'])
  assert.match(mast[4]!, /^Thông báo( \(\d+\))?$/)
  assert.deepEqual(mast.slice(5), ['Trợ giúp', 'Nguyễn Thị Mai', 'Đăng xuất'])
  await page.goto('/khong-co-quyen')
  assert.match(await page.locator('main').innerText(), /Trang này dành cho cán bộ/)
})

test('officials keep the bar of their workbench on every page, in one row, errors included', { skip }, async () => {
  for (const [login, own] of [
    ['motcua.liemphong', ['/viec', '/tiep-nhan', '/tim']],
    ['chutich.liemphong', ['/viec', '/ky-so', '/don-vi', '/so-van-ban']],
    ['vanthu.liemphong', ['/viec', '/dong-dau', '/ban-sao']],
  ] as const) {
    const { page, context } = await visitor(stage, { login })
    const mast = await readMasts(page, [...own, ...OWN, ...PUBLIC.slice(1, 3), ...ERRORS])
    assert.equal(mast[0], 'Việc của tôi')
    assert.deepEqual(mast.slice(-3), ['Tài khoản', 'Khóa', 'Đăng xuất'])
    assert.ok(mast.includes('Trợ giúp'))
    await page.goto('/khong-co-trang-nay')
    assert.equal(await page.locator('main .button.quiet').getAttribute('href'), '/viec')
    await context.close()
  }
  const { page } = await administrator(stage, {})
  assert.ok((await readMasts(page, ['/quan-tri', '/viec', '/tai-khoan', '/khong-co-trang-nay'])).includes('Quản trị'))
})

test('an error is one sentence with a search box and the telephone of the desk', { skip }, async () => {
  const { page } = await visitor(stage, { width: 1280 })
  const answer = await page.goto('/khong-co-trang-nay')
  assert.equal(answer?.status(), 404)
  assert.equal(await page.locator('main h1').innerText(), 'Không thấy trang này; địa chỉ có thể đã gõ sai')
  assert.ok(await page.locator('main input[type=search]').isVisible())
  assert.match(await page.locator('main').innerText(), /gọi \(0226\)/)
  await keep(page, 'not-found')
})

test('a code that is wrong or not whole stays in the box, with what is missing', { skip }, async () => {
  const { page } = await visitor(stage)
  for (const [typed, words] of [
    ['261130-0022', /còn thiếu phần đầu/],
    ['giấy của tôi', /6 số của ngày nhận/],
    ['000.01.18.H25-200101-9999', /Không thấy hồ sơ nào có mã này/],
  ] as const) {
    await page.goto('/tra-cuu')
    await page.fill('main [name=ma]', typed)
    await page.click('main form button')
    assert.match(await page.locator('main').innerText(), words)
    assert.equal(await page.inputValue('main [name=ma]'), typed)
    assert.match(await page.locator('main').innerText(), /gọi \(0226\)/)
  }
  await keep(page, 'look-up-wrong')
})

test('the manuals stand in the product, the own one first', { skip }, async () => {
  for (const [login, first] of [
    ['', 'Dành cho người dân'],
    ['motcua.liemphong', 'Dành cho cán bộ'],
    ['chutich.liemphong', 'Dành cho lãnh đạo'],
  ] as const) {
    const { page, context } = await visitor(stage, { width: 1280, ...(login ? { login } : {}) })
    await page.goto('/tro-giup')
    assert.equal(await page.locator('main .plain-list a').first().innerText(), first)
    await page.locator('main .plain-list a').first().click()
    assert.equal(await page.locator('h1').innerText(), first)
    assert.ok((await page.locator('main li').count()) > 5)
    await keep(page, `manual-${login || 'public'}`)
    await context.close()
  }
})
