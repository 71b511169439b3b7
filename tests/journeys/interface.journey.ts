import assert from 'node:assert/strict'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { lookHere } from './look.ts'

let stage: Stage
const skip = isMissing()
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

/** Elements that stick out of the screen and cannot be scrolled to within a box of their own. */
const stickingOut = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main *')]
      .filter((each) => {
        const box = each.getBoundingClientRect()
        if (box.width <= 1 || box.right <= window.innerWidth + 1) return false
        for (let above = each.parentElement; above; above = above.parentElement)
          if (/auto|scroll|hidden/.test(getComputedStyle(above).overflowX)) return false
        return true
      })
      .map((each) => each.outerHTML.slice(0, 120)),
  )

test(
  'the page of all components is photographed light and dark, phone and desktop; nothing sticks out and axe finds nothing',
  {
    skip,
  },
  async () => {
    const folder = mkdtempSync('/tmp/dinh-interface-')
    for (const width of [360, 1280])
      for (const scheme of ['light', 'dark'] as const) {
        const { page, context } = await visitor(stage, { width, script: true })
        await page.emulateMedia({ colorScheme: scheme })
        const shot = (name: string) => page.screenshot({ path: `${folder}/${name}-${width}-${scheme}.png` })
        await page.goto('/giao-dien')
        assert.deepEqual(await stickingOut(page), [], `${width} ${scheme}`)
        await lookHere(page, `/giao-dien at ${width} px, ${scheme}`)
        await page.screenshot({ path: `${folder}/all-${width}-${scheme}.png`, fullPage: true })
        await page.hover('#mau-nut')
        await shot('hover')
        await page.keyboard.press('Tab')
        await page.focus('#o-mau-2')
        await shot('focus')
        await page.fill('#tim-q', 'kahi sinh')
        await page.waitForSelector('.suggestions li')
        await lookHere(page, `suggestions at ${width} px, ${scheme}`)
        await shot('suggestions')
        await page.click('#mau-hoi-mo')
        await page.waitForSelector('#mau-hoi:target')
        await lookHere(page, `the dialog at ${width} px, ${scheme}`)
        await shot('dialog')
        await page.click('.dialog-close a')
        assert.equal(await page.locator('#mau-hoi').isVisible(), false)
        await context.close()
      }
    const shots = readdirSync(folder)
    assert.equal(shots.length, 20)
    assert.ok(shots.every((name) => statSync(`${folder}/${name}`).size > 5_000))
    if (!process.env.KEEP_SHOTS) rmSync(folder, { recursive: true })
  },
)

test(
  'while one types, procedures are offered and "did you mean" first; arrows choose, Escape closes, Enter opens',
  {
    skip,
  },
  async () => {
    const { page } = await visitor(stage, { script: true })
    await page.goto('/')
    const box = page.locator('#tim-q')
    await box.pressSequentially('kahi sinh')
    await page.waitForSelector('.suggestions li')
    assert.equal(await box.getAttribute('aria-expanded'), 'true')
    assert.match(await page.locator('.suggestions li').first().innerText(), /Có phải: khai sinh\?/)
    for (const line of await page.locator('.suggestions li').all())
      assert.ok(((await line.boundingBox())?.height ?? 0) >= 44)
    await page.keyboard.press('Escape')
    assert.equal(await page.locator('.suggestions').isVisible(), false)
    await box.fill('khai sinh')
    await page.waitForSelector('.suggestions li')
    await page.keyboard.press('ArrowDown')
    const active = await box.getAttribute('aria-activedescendant')
    assert.equal(await page.locator(`#${active}`).getAttribute('aria-selected'), 'true')
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/thu-tuc\/\d/)
  },
)

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)

test(
  'with a script a paper is previewed, sent with progress and told; a dialog asks before a draft is thrown away',
  {
    skip,
  },
  async () => {
    const { page } = await visitor(stage, { script: true, login: 'congdan' })
    await page.goto('/nop-ho-so/1.001193')
    await page.click('button:has-text("Bắt đầu khai")')
    const draft = new URL(page.url()).pathname
    await page.goto(`${draft}/giay-to`)
    const section = page.locator('section.sheet').first()
    await section.locator('button:has-text("Thêm tệp")').click()
    assert.match(await section.locator('[role=status]').innerText(), /chưa chọn tệp/)
    await section
      .locator('input[type=file]')
      .setInputFiles({ name: 'giay-chung-sinh.png', mimeType: 'image/png', buffer: PNG })
    await section.locator('.upload-preview img').waitFor()
    await section.locator('button:has-text("Thêm tệp")').click()
    await page.waitForSelector('.toast p')
    assert.match(await page.locator('.toast').innerText(), /Đã thêm và giữ tệp/)
    assert.ok((await section.innerText()).includes('giay-chung-sinh.png'))
    await page.goto(draft)
    assert.equal(await page.locator('button:has-text("Bỏ bản khai")').isVisible(), false)
    await page.click('#bo-ban-khai-mo')
    await page.click('.dialog button:has-text("Bỏ bản khai")')
    await page.waitForURL(/\/ho-so$/)
  },
)

test(
  'without a script an official reads papers beside the form: a link chooses the paper; stacked at 360 px',
  {
    skip,
  },
  async () => {
    const { page } = await visitor(stage, { login: 'motcua.liemphong', width: 1280 })
    await page.goto('/viec')
    const works = await page
      .locator('tbody a[href^="/viec/"]')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    for (const work of works) {
      await page.goto(work!)
      if ((await page.locator('.viewer-list a').count()) > 1) break
    }
    await page.locator('.viewer-list a').nth(1).click()
    assert.match(page.url(), /\?giay=/)
    assert.equal(await page.locator('.viewer-list a').nth(1).getAttribute('aria-current'), 'true')
    const shown = page.locator('.viewer-frame iframe, .viewer-frame img')
    const answer = await page.request.get((await shown.getAttribute('src'))!)
    assert.equal(answer.headers()['x-content-type-options'], 'nosniff')
    assert.match(answer.headers()['content-security-policy']!, /frame-ancestors 'self'/)
    const places = async () => ({
      paper: (await page.locator('.viewer').boundingBox())!,
      form: (await page.locator('#to-khai').boundingBox())!,
      acts: (await page.locator('#viec-can-lam').boundingBox())!,
    })
    const wide = await places()
    assert.ok(wide.form.x >= wide.paper.x + wide.paper.width)
    await page.setViewportSize({ width: 360, height: 800 })
    const small = await places()
    assert.ok(small.paper.y < small.form.y && small.form.y < small.acts.y)
  },
)

test(
  'the code to follow a dossier prints on one A5 page, without the mast; the receipt itself is the official PDF',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'motcua.liemphong', width: 1280 })
    await page.goto('/viec')
    const works = await page
      .locator('tbody a[href^="/viec/"]')
      .evaluateAll((all) => all.map((a) => a.getAttribute('href')))
    for (const work of works)
      if ((await page.goto(work!.replace('viec', 'giay-hen')))?.ok() && (await page.locator('.printed').count()) > 0)
        break
    const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    assert.equal(sheet.match(/\/Type \/Page\n/g)?.length, 1)
    const [, width, height] = /\/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(sheet)!
    assert.deepEqual([Math.round(Number(width)), Math.round(Number(height))], [420, 595])
    await page.emulateMedia({ media: 'print' })
    assert.equal(await page.locator('.mast').isVisible(), false)
    assert.equal(await page.locator('h1').isVisible(), false, 'nothing that looks like a second receipt')
  },
)
