import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
type Violation = { id: string; help: string; nodes: { html: string }[] }

/** Opens a page at a width; it must answer, not be wider than the screen, and show nothing that axe finds fault with. */
export async function look(page: Page, path: string, width: number, status = 200) {
  await page.setViewportSize({ width, height: 800 })
  const answer = await page.goto(path)
  assert.equal(answer?.status(), status, path)
  await lookHere(page, `${path} at ${width} px`)
}

/** The same of the page that is open. */
export async function lookHere(page: Page, where: string) {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
  assert.ok(wide <= 1, `${where}: ${wide} px too wide`)
  await page.evaluate(axe)
  const violations = await page.evaluate(async () => {
    const run = (
      window as unknown as {
        axe: { run: (context: Document, options: object) => Promise<{ violations: Violation[] }> }
      }
    ).axe.run
    return (await run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })).violations
  })
  const words = violations.map((each) => `${each.id}: ${each.help} ${each.nodes[0]?.html.slice(0, 160)}`)
  assert.deepEqual(words, [], where)
}

/** Where KEEP_PAPERS is set: the page as it is now, on a phone and on a desk. */
export async function keep(page: Page, name: string) {
  const to = process.env.KEEP_PAPERS
  if (!to) return
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: `${to}/${name}-${width}.png`, fullPage: true })
  }
}
