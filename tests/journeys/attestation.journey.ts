import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { Page } from 'playwright-core'
import { fillPage, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

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
/** A photograph as a telephone gives it: one grey pixel. */
const PHOTO = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
)
const step = (page: Page) => page.locator('form[action="?/buoc"] button').first()

/** Declares and accepts a certification of copies at the desk of a commune; gives the code of the dossier. */
async function takeIn(page: Page): Promise<string> {
  await page.goto('/tiep-nhan?q=chung+thuc+ban+sao')
  await page.locator('form:has(input[value="2.000815"]) button').click()
  await page.click('a.button:has-text("Làm tiếp")')
  for (let at = 0; at < 20 && page.url().includes('/phan/'); at += 1) {
    await fillPage(page, {
      'request.place': 'commune',
      'paper.name': 'Bằng tốt nghiệp đại học',
      'paper.foreign': 'false',
    })
    await page.click('button:has-text("Lưu và sang phần sau")')
  }
  await page.goto(page.url().replace(/\/(giay-to|kiem-tra)$/, '/kiem-tra'))
  for (const radio of await page.locator('input[type=radio][name^="giay:"][value=there]').all()) await radio.check()
  if ((await page.locator('[name=thu-phi][value=paid]').count()) > 0) {
    await page.check('[name=thu-phi][value=paid]')
    await page.fill('[name=bien-lai]', 'BL-0007')
  }
  await page.locator('form[action="?/nhan"] button').last().click()
  assert.match(page.url(), /giay-hen/, await main(page))
  return /[0-9.]+H25-\d{6}-\d{4,}/.exec(page.url())![0]
}

/** Does something again until it is done: jobs of the program finish in their own time. */
async function until(act: () => Promise<boolean>, words: () => Promise<string>) {
  for (let at = 0; at < 60; at += 1) {
    if (await act()) return
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  assert.fail(await words())
}

test(
  'chứng thực bản sao trên điện thoại không có JavaScript: chụp bản chính, ghi lời chứng lên, ký, vào sổ và đóng dấu, in lời chứng',
  { skip },
  async () => {
    const { page } = await visitor(stage, { login: 'motcua.liemphong' })
    const code = await takeIn(page)
    await page.goto(`/viec/${code}/ket-qua`)
    await page.click('button:has-text("Lưu và xem bản in")')
    assert.match(await main(page), /Chọn bản quét để ghi lên/)
    await page.setInputFiles('#tep-ban-quet', { name: 'bang.png', mimeType: 'image/png', buffer: PHOTO })
    await page.click('button:has-text("Thêm bản quét")')
    assert.match(await main(page), /Đã thêm tệp/)
    assert.notEqual(await page.locator('[name=ban-quet]').inputValue(), '', 'the newest file is chosen')
    await page.click('button:has-text("Lưu và xem bản in")')
    assert.match(await main(page), /Đã lưu dự thảo/, await main(page))
    await picture(page, 'attest-360')
    const reader = await visitor(stage, { login: 'motcua.liemphong', script: true })
    for (const width of [360, 1280]) {
      await look(reader.page, `/viec/${code}/ket-qua`, width)
      await picture(reader.page, `attest-look-${width}`)
    }
    assert.equal((await page.goto(`/viec/${code}/ket-qua/loi-chung`))?.status(), 404, 'nothing to print yet')

    await page.goto(`/viec/${code}`)
    await step(page).click()
    const leader = await visitor(stage, { login: 'chutich.liemphong' })
    await leader.page.goto(`/viec/${code}`)
    await leader.page.fill('[name=mat-khau-ky]', PIN)
    await step(leader.page).click()
    assert.match(await main(leader.page), /Đã ký bản sao chứng thực/)

    const clerk = await visitor(stage, { login: 'vanthu.liemphong' })
    await until(
      async () => {
        await clerk.page.goto(`/viec/${code}`)
        if (!(await main(clerk.page)).includes('khóa con dấu')) return false
        await clerk.page.fill('[name=mat-khau-ky]', PIN)
        await step(clerk.page).click()
        return clerk.page.url().includes('da=xong')
      },
      () => main(clerk.page),
    )
    assert.match(await main(clerk.page), /01 quyển số 01\/2026-SCT\/BS/)
    await picture(clerk.page, 'attest-sealed-360')
    for (const width of [360, 1280]) await look(reader.page, `/viec/${code}`, width)
    const href = (await clerk.page.locator('a:has-text("In lời chứng")').getAttribute('href'))!
    const printed = await clerk.page.request.get(href)
    assert.equal((await printed.body()).subarray(0, 5).toString(), '%PDF-')

    await until(
      async () => {
        await page.goto(`/viec/${code}`)
        return (await main(page)).includes('ket-qua-')
      },
      () => main(page),
    )
    const file = (await page.locator('a:has-text("ket-qua-")').first().getAttribute('href'))!
    const folder = mkdtempSync('/tmp/dinh-attested-')
    after(() => rmSync(folder, { recursive: true, force: true }))
    writeFileSync(`${folder}/a.pdf`, await (await page.request.get(file)).body())
    if (spawnSync('pdftotext', ['-v']).error) return
    execFileSync('pdftotext', ['-layout', `${folder}/a.pdf`, `${folder}/a.txt`])
    assert.match(readFileSync(`${folder}/a.txt`, 'utf8'), /Số chứng thực: 01 +quyển số: 01\/2026-SCT\/BS/)
  },
)
