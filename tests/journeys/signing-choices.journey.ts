import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { setPaper, stopSetters } from '#server/papers/index.ts'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { systemActor } from '#server/platform/call.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { askSignature } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { isMissing, openStage, secondFactor, type Stage, visitor } from './browser.ts'
import { keep } from './look.ts'

const skip = isMissing()
const folder = mkdtempSync('/tmp/dinh-choices-')
chmodSync(folder, 0o711)
const dataDir = `${folder}/data`
let stage: Stage
let house: House
before(async () => {
  if (skip) return
  stage = await openStage({ DATA_DIR: dataDir })
  house = await openHouse(readSettings({ DATA_DIR: dataDir }))
})
after(async () => {
  await house?.close()
  await stage?.close()
  stopSetters()
  rmSync(folder, { recursive: true, force: true })
})
const main = (page: Page) => page.locator('main').innerText()

test('the administrator shortens the way of renewals from a day on, and takes it back', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'quantri' })
  await secondFactor(page)
  await page.goto('/quan-tri/chung-thuc-so/phe-duyet')
  assert.match(await main(page), /Chưa ai chọn/)
  await keep(page, '15-chain')
  await page.locator('#o-buoc-renew [value=committee]').uncheck()
  await page.fill('[name=tu-ngay]', '01/02/2020')
  await page.fill('[name=can-cu]', 'Quyết định số 12/QĐ-UBND')
  await page.click('button:has-text("Lưu chuỗi")')
  assert.match(await page.locator('.notice.wrong').innerText(), /hôm nay hoặc một ngày sắp tới/)
  assert.equal(await page.inputValue('[name=can-cu]'), 'Quyết định số 12/QĐ-UBND')
  assert.equal(await page.locator('#o-buoc-renew [value=committee]').isChecked(), false)
  await keep(page, '16-chain-fault')
  const soon = new Date(Date.now() + 40 * 86_400_000).toISOString().slice(0, 10).split('-').toReversed().join('/')
  await page.fill('[name=tu-ngay]', soon)
  await page.click('button:has-text("Lưu chuỗi")')
  assert.match(await main(page), /Đã lưu chuỗi phê duyệt/)
  await keep(page, '17-chain-coming')
  await page.click('button:has-text("Bỏ chuỗi này")')
  assert.match(await main(page), /Đã bỏ chuỗi chưa áp dụng/)
})

test('where the house asks for it, the pages that sign ask for the code of the telephone', { skip }, async () => {
  const { page } = await visitor(stage, { login: 'quantri' })
  await secondFactor(page)
  await page.goto('/quan-tri/cai-dat')
  await page.check('[name=ky-so][value=all]')
  await page.click('button:has-text("Lưu mức ký số")')
  assert.match(await main(page), /Đã lưu/)
  assert.ok(await page.isChecked('[name=ky-so][value=all]'))
  await keep(page, '18-settings')
  const call = { db: house.db, actor: systemActor, now: new Date() }
  await loadDecision(house.db)
  const about = { organisationId: 'xa-liem-phong', subjectKind: 'dossier', subjectId: 'journey' }
  const data = { title: 'QUYẾT ĐỊNH', issuer: 'UBND xã Liêm Phong', place: 'Liêm Phong', leader: 'Nguyễn Thanh Oanh' }
  const paper = await setPaper(
    call,
    { dataDir, origin: stage.address },
    { templateKey: 'quyet-dinh-thu', ...about, title: 'Quyết định thử', data },
  )
  await askSignature(call, { paperId: paper.id, key: 'lanh-dao', to: { queue: 'xa-liem-phong/leader' } })
  const { page: leader } = await visitor(stage, { login: 'chutich.liemphong' })
  await leader.goto(`/ky-so/${paper.id}`)
  await leader.fill('[name=mat-khau-khoa]', '123456')
  await leader.fill('[name=ma-mot-lan]', '111111')
  await leader.click('button:has-text("Ký văn bản")')
  assert.match(await leader.locator('.notice.wrong').innerText(), /chưa đặt lớp xác thực thứ hai/)
  assert.equal(await leader.inputValue('[name=ma-mot-lan]'), '', 'a code is never shown again')
  await keep(leader, '20-sign-code')
  await leader.goto('/ky-so')
  assert.match(await leader.locator('main form').last().innerText(), /Mã 6 số trên điện thoại/)
  await keep(leader, '19-list-code')
  await page.goto('/quan-tri/cai-dat')
  await page.check('[name=ky-so][value=never]')
  await page.click('button:has-text("Lưu mức ký số")')
  await leader.goto('/ky-so')
  assert.equal(await leader.locator('[name=ma-mot-lan]').count(), 0)
})
