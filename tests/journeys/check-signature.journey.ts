import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { addAuthorityCertificates, changeAuthority } from '#server/certificates/index.ts'
import { openHouse } from '#server/platform/house.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { anActor } from '#server/platform/testing.ts'
import { pemOf } from '#server/signatures/index.ts'
import { signXml } from '#server/signatures/xml/index.ts'
import { aReservedPaper, aTrust } from '#server/signatures/verify/testing.ts'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
const folder = mkdtempSync('/tmp/dinh-check-')
chmodSync(folder, 0o711)
const dataDir = `${folder}/data`
let stage: Stage
const trust = await aTrust()

before(async () => {
  const signed = await trust.longTerm(await aReservedPaper(['Quyet dinh 100.000 dong']), { certify: 2 })
  writeFileSync(`${folder}/tot.pdf`, signed)
  writeFileSync(
    `${folder}/sua.pdf`,
    Buffer.from(Buffer.from(signed).toString('latin1').replace('100.000', '900.000'), 'latin1'),
  )
  writeFileSync(`${folder}/khong-ky.pdf`, await aReservedPaper(['Quyet dinh 100.000 dong']))
  writeFileSync(`${folder}/rac.pdf`, '%PDF-1.7\nrac\n%%EOF')
  const message = await signXml('<m xmlns="urn:x"><so>12/QĐ</so></m>', trust.clerk)
  writeFileSync(`${folder}/tot.xml`, message)
  writeFileSync(`${folder}/sua.xml`, message.replace('12/QĐ', '13/QĐ'))
  writeFileSync(`${folder}/hong.xml`, message.replace('</so>', ''))
  writeFileSync(`${folder}/goc.pem`, pemOf('CERTIFICATE', trust.root.certificate.der))
  if (!skip) stage = await openStage({ DATA_DIR: dataDir })
})
after(async () => {
  await stage?.close()
  rmSync(folder, { recursive: true, force: true })
})

test(
  'anyone brings a paper, without a script and on a phone, and reads what its signature is worth',
  { skip },
  async () => {
    const { page, context } = await visitor(stage)
    await page.goto('/kiem-tra')
    await page.click('main form button')
    assert.match(await page.innerText('main'), /chọn tệp rồi bấm "Kiểm tra"/)
    await page.setInputFiles('[name=tep]', `${folder}/sua.pdf`)
    await page.click('main form button')
    assert.match(await page.innerText('h1'), /không đúng hoặc giấy tờ đã bị sửa/)
    const address = page.url()
    assert.match(await page.innerText('main'), /Nội dung đã ký bị thay đổi sau khi ký/)
    const report = await (await context.request.get(`${address}/bao-cao`)).json()
    assert.deepEqual([report.file, report.verdict], ['sua.pdf', 'INVALID'])
    const paper = await context.request.get(`${address}/tep`)
    assert.equal(paper.headers()['content-type'], 'application/pdf')
    assert.deepEqual(await paper.body(), readFileSync(`${folder}/sua.pdf`))
    await page.goto('/kiem-tra')
    await page.setInputFiles('[name=tep]', `${folder}/tot.pdf`)
    await page.click('main form button')
    assert.match(await page.innerText('h1'), /Chưa đủ cơ sở/)
    const wide = await visitor(stage, { script: true, width: 1280 })
    const here = new URL(page.url()).pathname
    await look(wide.page, here, 1280)
    if (process.env.SHOTS) {
      await wide.page.screenshot({ path: `${process.env.SHOTS}/check-wide.png` })
      await page.screenshot({ path: `${process.env.SHOTS}/check-phone.png`, fullPage: true })
      await page.goto('/kiem-tra')
      await page.screenshot({ path: `${process.env.SHOTS}/check-form.png`, fullPage: true })
    }
    await wide.context.close()
    await context.close()
  },
)

/** Words of the trade: they belong into the folded part. */
const OF_THE_TRADE = /B-LTA?|B-T\b|SHA|CRL|OCSP|DocMDP|VALID|UNKNOWN|trailer|Mức|Số chứng thư|CN=|byte/

/** Brings a file and reads what stands there without opening anything; the technical part holds the rest, and both widths look well. */
async function brought(file: string): Promise<string> {
  const { page, context } = await visitor(stage)
  await page.goto('/kiem-tra')
  await page.setInputFiles('[name=tep]', `${folder}/${file}`)
  await page.click('main form button')
  const seen = await page.innerText('main')
  assert.equal(await page.locator('main details').count(), 1)
  assert.doesNotMatch(seen, OF_THE_TRADE)
  const here = new URL(page.url()).pathname
  await page.click('main summary')
  assert.match(await page.innerText('main details'), /VALID|UNKNOWN|NONE|báo cáo/)
  await context.close()
  const looking = await visitor(stage, { script: true })
  for (const width of [360, 1280]) {
    await look(looking.page, here, width)
    if (process.env.SHOTS)
      await looking.page.screenshot({ path: `${process.env.SHOTS}/${file}-${width}.png`, fullPage: true })
  }
  await looking.context.close()
  return seen
}

test(
  'what a paper is worth is said in plain words: who signed, when, whether it is unchanged, and what to do; technical names are folded away',
  { skip },
  async () => {
    const unknown = await brought('tot.pdf')
    assert.match(unknown, /hỏi lại trước khi nhận/)
    assert.match(unknown, /Ai ký/)
    assert.match(unknown, /Còn nguyên, chưa ai sửa nội dung/)
    const altered = await brought('sua.pdf')
    assert.match(altered, /Không nên nhận giấy tờ này/)
    assert.match(altered, /Đã bị sửa hoặc can thiệp/)
    assert.match(await brought('khong-ky.pdf'), /không tự chứng minh được gì/)
    assert.match(await brought('rac.pdf'), /hỏi lại trước khi nhận/)
  },
)

test('the saved checker opens from the disk and says the same, with no server', { skip }, async () => {
  const target = `${folder}/checker.html`
  execFileSync(process.execPath, ['tools/offline-checker.ts', '--trust', `${folder}/goc.pem`, target], { cwd: PROJECT })
  const context = await stage.browser.newContext({ offline: true, viewport: { width: 360, height: 800 } })
  const page = await context.newPage()
  await page.goto(`file://${target}`)
  assert.match(await page.innerText('#goc'), /Gốc/)
  for (const [file, words] of [
    ['tot.pdf', 'Đúng và còn nguyên vẹn'],
    ['sua.pdf', 'Không đúng hoặc đã bị sửa'],
  ] as const) {
    await page.setInputFiles('#tep', `${folder}/${file}`)
    await page.waitForSelector('#ket-qua article h3')
    await page.waitForFunction((name) => document.querySelector('#ket-qua h2')?.textContent?.startsWith(name), file)
    assert.ok((await page.innerText('#ket-qua')).includes(words), await page.innerText('#ket-qua'))
  }
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/offline.png`, fullPage: true })
  await context.close()
  const { context: online } = await visitor(stage)
  const saved = await online.request.get('/kiem-tra/ngoai-tuyen')
  assert.match(saved.headers()['content-disposition']!, /attachment/)
  const html = await saved.text()
  assert.ok(html.length < 200_000 && html.includes('Kiểm tra chữ ký số của giấy tờ'))
  await online.close()
})

test(
  'a checker made by the house trusts the roots that its register trusts, and says as of when and what it cannot know',
  { skip },
  async () => {
    const house = await openHouse(readSettings({ DATA_DIR: dataDir }))
    try {
      const actor = anActor({ 'certificates.authorities': ['ubnd-tinh'] })
      const call = { db: house.db, actor, now: new Date() }
      const about = { name: 'Ban Cơ yếu', ocspUrl: 'http://ocsp.example.vn', crlUrl: '', tsaUrl: '', enabled: true }
      const authorityId = await changeAuthority(call, about)
      await addAuthorityCertificates(call, { authorityId, bytes: trust.root.certificate.der })
    } finally {
      await house.close()
    }
    const valid = await brought('tot.pdf')
    assert.match(valid, /Nhận được giấy tờ này[\s\S]*Ai ký[\s\S]*giờ có nơi khác xác nhận/)
    const target = `${folder}/saved.html`
    const { context: online } = await visitor(stage)
    writeFileSync(target, await (await online.request.get('/kiem-tra/ngoai-tuyen')).body())
    await online.close()
    const byCommand = `${folder}/command.html`
    execFileSync(process.execPath, ['tools/offline-checker.ts', byCommand], {
      ...{ cwd: PROJECT, env: { ...process.env, DATA_DIR: dataDir } },
    })
    for (const file of [target, byCommand]) {
      const context = await stage.browser.newContext({ offline: true, viewport: { width: 360, height: 800 } })
      const page = await context.newPage()
      await page.goto(`file://${file}`)
      const said = await page.innerText('main')
      assert.match(said, new RegExp(`lập lúc .*${new Date().getFullYear()}`))
      assert.match(said, /thu hồi sau lúc lập trang/)
      assert.match(await page.innerText('#goc'), /Gốc[\s\S]*trình diễn|trình diễn[\s\S]*Gốc/)
      await page.setInputFiles('#tep', `${folder}/tot.pdf`)
      await page.waitForSelector('#ket-qua article h3')
      assert.match(await page.innerText('#ket-qua'), /Đúng và còn nguyên vẹn/)
      for (const [name, words] of [
        ['tot.xml', 'Chưa đủ cơ sở'],
        ['sua.xml', 'Không đúng hoặc đã bị sửa'],
        ['hong.xml', 'hỏng'],
      ] as const) {
        await page.setInputFiles('#tep', `${folder}/${name}`)
        await page.waitForFunction((is) => document.querySelector('#ket-qua h2')?.textContent?.startsWith(is), name)
        assert.ok((await page.innerText('#ket-qua')).includes(words), `${name}: ${await page.innerText('#ket-qua')}`)
      }
      if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/offline-house.png`, fullPage: true })
      await context.close()
    }
  },
)
