import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { setPaper, stopSetters } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { askSignature } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { administrator, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
const folder = mkdtempSync('/tmp/dinh-bad-day-')
chmodSync(folder, 0o711)
const dataDir = `${folder}/data`
let stage: Stage
let house: House
before(async () => {
  if (skip) return
  // Nobody listens there: every timestamp is refused.
  stage = await openStage({ DATA_DIR: dataDir, TIMESTAMP_URL: 'http://127.0.0.1:9/' })
  house = await openHouse(readSettings({ DATA_DIR: dataDir }))
})
after(async () => {
  await house?.close()
  await stage?.close()
  stopSetters()
  rmSync(folder, { recursive: true, force: true })
})
const main = (page: Page) => page.locator('main').innerText()
const until = async (page: Page, path: string, words: RegExp) => {
  for (let at = 0; at < 60; at += 1) {
    await page.goto(path)
    if (words.test(await main(page))) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.fail(`${path}: ${await main(page)}`)
}

test(
  'the timestamp authority is away: the chairman’s papers are signed and wait, he and the administrator read it once, all are tried again with one button',
  { skip },
  async () => {
    const call = { db: house.db, actor: systemActor, now: new Date() }
    await loadDecision(house.db)
    for (const title of ['Quyết định một', 'Quyết định hai', 'Quyết định ba']) {
      const data = { title: 'QUYẾT ĐỊNH', issuer: 'Ủy ban nhân dân xã Liêm Phong', place: 'Liêm Phong', leader: 'A' }
      const about = { organisationId: 'xa-liem-phong', subjectKind: 'dossier', subjectId: 'journey' }
      const papers = { dataDir, origin: stage.address }
      const { id: paperId } = await setPaper(call, papers, { templateKey: 'quyet-dinh-thu', ...about, title, data })
      await askSignature(call, { paperId, key: 'lanh-dao', to: { queue: 'xa-liem-phong/leader' } })
    }
    const { page } = await visitor(stage, { login: 'chutich.liemphong' })
    await page.goto('/ky-so')
    for (const box of await page.locator('input[name=chon]').all()) await box.check()
    await page.fill('input[name=mat-khau-khoa]', '123456')
    await page.click('button:has-text("Ký các văn bản")')
    assert.match(await main(page), /Đã ký\s+3 văn bản/)
    await until(page, '/ky-so', /nơi cấp chưa trả lời/)
    const chief = await administrator(stage, { script: true, width: 1280 })
    await until(chief.page, '/quan-tri/he-thong', /\d+ chữ ký đang chờ/)
    assert.match(await main(chief.page), /127\.0\.0\.1:9 không trả lời/)
    for (const width of [360, 1280]) {
      await look(chief.page, '/quan-tri/he-thong', width)
      if (process.env.KEEP_PICTURES)
        await chief.page.screenshot({ path: `${process.env.KEEP_PICTURES}/outage-${width}.png` })
      await look(chief.page, '/quan-tri/ky-so', width)
      if (process.env.KEEP_PICTURES)
        await chief.page.screenshot({ path: `${process.env.KEEP_PICTURES}/waiting-${width}.png` })
    }
    await chief.page.click('button:has-text("Thử lại cả")')
    assert.match(await main(chief.page), /Đã xếp \d+ chữ ký/)
    for (const each of [page, chief.page]) {
      await until(each, '/thong-bao', /Chữ ký đang chờ dấu thời gian/)
      assert.equal((await main(each)).match(/Chữ ký đang chờ dấu thời gian/g)?.length, 1)
    }
  },
)
