import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { findPaper, setPaper } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { askSignature } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { stopSetters } from '#server/papers/index.ts'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
const folder = mkdtempSync('/tmp/dinh-signing-')
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

test('the chairman signs two decisions with one PIN, the records clerk numbers and seals them', { skip }, async () => {
  const call = { db: house.db, actor: systemActor, now: new Date() }
  await loadDecision(house.db)
  const papers: string[] = []
  for (const title of ['Quyết định cấp phép xây dựng', 'Quyết định cải chính hộ tịch']) {
    const data = {
      title: 'QUYẾT ĐỊNH',
      issuer: 'Ủy ban nhân dân xã Liêm Phong',
      place: 'Liêm Phong',
      leader: 'Nguyễn Thanh Oanh',
    }
    const about = { organisationId: 'xa-liem-phong', subjectKind: 'dossier', subjectId: 'journey' }
    const paper = await setPaper(
      call,
      { dataDir, origin: stage.address },
      { templateKey: 'quyet-dinh-thu', ...about, title, data },
    )
    await askSignature(call, { paperId: paper.id, key: 'lanh-dao', to: { queue: 'xa-liem-phong/leader' } })
    const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
    await askSignature(call, { paperId: paper.id, key: 'dau', to: { queue: 'xa-liem-phong/records-clerk' }, numbering })
    papers.push(paper.id)
  }

  const chairman = await visitor(stage, { script: false, login: 'chutich.liemphong' })
  const page = chairman.page
  await page.goto('/ky-so')
  for (const box of await page.locator('input[name=chon]').all()) await box.check()
  await page.fill('input[name=mat-khau-khoa]', '000000')
  await page.click('button:has-text("Ký các văn bản")')
  await page.waitForSelector('text=còn 2 lần thử')
  for (const width of [360, 1280]) {
    const seen = await visitor(stage, { script: true, login: 'chutich.liemphong' })
    for (const path of ['/ky-so', `/ky-so/${papers[0]}`]) {
      await look(seen.page, path, width)
      if (process.env.KEEP_PAPERS)
        await seen.page.screenshot({ path: `${process.env.KEEP_PAPERS}/${path.split('/').length}-${width}.png` })
    }
    await seen.context.close()
  }
  await page.goto('/ky-so')
  for (const box of await page.locator('input[name=chon]').all()) await box.check()
  await page.fill('input[name=mat-khau-khoa]', '123456')
  await page.click('button:has-text("Ký các văn bản")')
  await page.waitForSelector('text=Đã ký 2 văn bản')
  if (process.env.KEEP_PAPERS) await page.screenshot({ path: `${process.env.KEEP_PAPERS}/signed.png` })

  const until = async (state: (paper: Awaited<ReturnType<typeof findPaper>>) => boolean) => {
    for (let tries = 0; tries < 100; tries += 1) {
      const all = await Promise.all(papers.map((id) => findPaper(house.db, { id })))
      if (all.every(state)) return
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
    throw new Error('the signatures were not completed')
  }
  await until((paper) => (paper?.revision ?? 0) >= 3)
  const clerk = await visitor(stage, { script: false, login: 'vanthu.liemphong' })
  await clerk.page.goto(`/ky-so/${papers[0]}?cho=dau`)
  await clerk.page.fill('input[name=mat-khau-khoa]', '123456')
  await clerk.page.click('button:has-text("Cấp số và đóng dấu")')
  await clerk.page.waitForSelector('text=Đã ký, số 01/QĐ-UBND')
  await clerk.page.goto('/dong-dau')
  if (process.env.KEEP_PAPERS) await clerk.page.screenshot({ path: `${process.env.KEEP_PAPERS}/seal.png` })
  await clerk.page.check('input[name=chon]')
  await clerk.page.fill('input[name=mat-khau-khoa]', '123456')
  await clerk.page.click('button:has-text("Đóng dấu các văn bản")')
  await clerk.page.waitForSelector('text=Đã cấp số và đóng dấu 1 văn bản')
  await until((paper) => paper?.state === 'valid')
  const numbers = await Promise.all(papers.map(async (id) => (await findPaper(house.db, { id }))?.notation))
  assert.deepEqual(numbers, ['01/QĐ-UBND', '02/QĐ-UBND'])

  const desk = await visitor(stage, { script: false, login: 'motcua.liemphong' })
  const strange = await desk.page.goto(`/ky-so/${papers[0]}`)
  assert.equal(strange?.status(), 404)
})
