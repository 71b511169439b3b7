import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage()
})
after(async () => stage?.close())

test(
  'a question over the page takes the keyboard, keeps it inside, and Escape leads back to its opener',
  { skip },
  async () => {
    const { page } = await visitor(stage, { script: true, width: 1280 })
    await page.goto('/giao-dien')
    const focused = () => page.evaluate(() => document.activeElement?.id ?? '')
    const inside = () => page.evaluate(() => document.querySelector('#mau-hoi')!.contains(document.activeElement))
    await page.focus('#mau-hoi-mo')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.id === 'mau-hoi')
    for (let times = 0; times < 6; times += 1) {
      await page.keyboard.press(times < 4 ? 'Tab' : 'Shift+Tab')
      assert.ok(await inside(), `after ${times + 1} times Tab`)
    }
    await page.keyboard.press('Escape')
    await page.waitForFunction(() => document.activeElement?.id === 'mau-hoi-mo')
    assert.equal(await focused(), 'mau-hoi-mo')
    assert.ok(await page.locator('#mau-hoi').isHidden())
  },
)
