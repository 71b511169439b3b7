import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { setPaper, stopSetters } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { pemOf } from '#server/signatures/index.ts'
import { AUTHORITY, aKey, aParty } from '#server/signatures/pki/testing.ts'
import { askSignature } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { signingAgent } from '../fakes/signing-agent.ts'
import { isMissing, openStage, secondFactor, type Stage, visitor } from './browser.ts'
import { keep, look } from './look.ts'

const skip = isMissing()
const folder = mkdtempSync('/tmp/dinh-register-')
chmodSync(folder, 0o711)
const dataDir = `${folder}/data`
const token = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let agent: Awaited<ReturnType<typeof signingAgent>>
let stage: Stage
let house: House
before(async () => {
  if (skip) return
  agent = await signingAgent({ key: token.privateKey })
  const settings = { DATA_DIR: dataDir, SIGNING_AGENT_URL: agent.address, DEMONSTRATION_AUTHORITY: 'no' }
  stage = await openStage(settings)
  house = await openHouse(readSettings(settings))
})
after(async () => {
  await house?.close()
  await stage?.close()
  await agent?.close()
  stopSetters()
  rmSync(folder, { recursive: true, force: true })
})

const POST = 'xa-liem-phong.chu-tich'
const YEAR = 365 * 86_400_000
const main = (page: Page) => page.locator('main').innerText()
/** The deputy becomes chairman today: the new leader of the commune. */
async function newLeader(): Promise<string> {
  const deputy = 'xa-liem-phong.pho-chu-tich'
  const { person_id: person } = await house.db
    .selectFrom('appointment')
    .select('person_id')
    .where('post_id', '=', deputy)
    .executeTakeFirstOrThrow()
  const today = new Date(Date.now() + 7 * 3_600_000).toISOString().slice(0, 10)
  await sql`update appointment set valid_to = ${today} where post_id in (${POST}, ${deputy})`.execute(house.db)
  await sql`insert into appointment (id, person_id, post_id, kind, valid_from) values (gen_random_uuid(), ${person}::uuid, ${POST}, 'main', ${today})`.execute(
    house.db,
  )
  await sql`update directory_revision set revision = revision + 1`.execute(house.db)
  const { full_name: name } = await house.db
    .selectFrom('person')
    .select('full_name')
    .where('id', '=', person)
    .executeTakeFirstOrThrow()
  return name
}

/** The authority of this test: its root, and the certificate that it sends back for the token of the leader. */
async function anAuthorityFor(name: string) {
  const dates = { notBefore: new Date(Date.now() - YEAR), notAfter: new Date(Date.now() + 4 * YEAR) }
  const root = await aParty(await aKey('Cơ quan chứng thực thử'), undefined, { ...AUTHORITY, ...dates })
  const spki = new Uint8Array(token.publicKey.export({ type: 'spki', format: 'der' }))
  const leaf = await aParty({ ...(await aKey(name)), spki }, root, {
    ...dates,
    notAfter: new Date(Date.now() + 2 * YEAR),
  })
  const file = (der: Uint8Array, at: string) => ({
    ...{ name: at, mimeType: 'application/x-pem-file', buffer: Buffer.from(pemOf('CERTIFICATE', der)) },
  })
  agent.state.certificate = leaf.certificate.der
  return { root: file(root.certificate.der, 'goc.pem'), leaf: file(leaf.certificate.der, 'chung-thu.pem') }
}

async function aPaper(title: string, leader: string): Promise<string> {
  const call = { db: house.db, actor: systemActor, now: new Date() }
  const about = { organisationId: 'xa-liem-phong', subjectKind: 'dossier', subjectId: 'journey' }
  const data = { title: 'QUYẾT ĐỊNH', issuer: 'Ủy ban nhân dân xã Liêm Phong', place: 'Liêm Phong', leader }
  const paper = await setPaper(
    call,
    { dataDir, origin: stage.address },
    { templateKey: 'quyet-dinh-thu', ...about, title, data },
  )
  await askSignature(call, { paperId: paper.id, key: 'lanh-dao', to: { queue: 'xa-liem-phong/leader' } })
  return paper.id
}

/** Opens what waits first for this person, says yes, and gives its address. */
async function agree(page: Page, note: string) {
  await page.goto('/quan-tri/chung-thuc-so/de-nghi')
  await page.locator('tbody a').first().click()
  await page.fill('[name=ghi-chu]', note)
  await page.click('button:has-text("Gửi ý kiến")')
  assert.match(await main(page), /Đã ghi ý kiến/)
  return new URL(page.url()).pathname
}

test(
  'a certificate for a new leader: asked, agreed to, issued, handed over, used, lost, revoked',
  { skip },
  async () => {
    const name = await newLeader()
    const { root, leaf } = await anAuthorityFor(name)
    await loadDecision(house.db)
    const [first, second] = [await aPaper('Quyết định thứ nhất', name), await aPaper('Quyết định thứ hai', name)]

    const { page: administrator } = await visitor(stage, { login: 'quantri' })
    await secondFactor(administrator)
    await administrator.goto('/quan-tri/chung-thuc-so/co-quan')
    await administrator.locator('form:has(button:has-text("Thêm cơ quan")) [name=ten]').fill('Cơ quan chứng thực thử')
    await administrator.click('button:has-text("Thêm cơ quan")')
    await administrator.locator('section:has-text("Cơ quan chứng thực thử") input[type=file]').setInputFiles(root)
    await administrator.click('button:has-text("Thêm chứng thư")')
    assert.match(await main(administrator), /đã thêm/)

    // The unit asks; the head of the unit, the focal unit and the committee agree.
    const { page: clerk } = await visitor(stage, { login: 'vanthu.liemphong' })
    await clerk.goto('/chung-thuc-so')
    await keep(clerk, '01-mine-empty')
    await clerk.click('button:has-text("Gửi đề nghị")')
    assert.match(await clerk.locator('.notice.wrong').innerText(), /Chọn cấp cho ai/)
    await keep(clerk, '02-mine-fault')
    await clerk.locator('[name=cho]').selectOption({ value: `xa-liem-phong|${POST}` })
    await clerk.fill('[name=ly-do]', 'Chủ tịch mới cần ký số kết quả')
    await clerk.click('button:has-text("Gửi đề nghị")')
    assert.match(await main(clerk), /Đã gửi đề nghị cấp mới/)
    const { page: leader } = await visitor(stage, { login: 'phochutich.liemphong' })
    const request = await agree(leader, 'Đồng ý')
    const { page: chairman } = await visitor(stage, { login: 'chutich.tinh' })
    await chairman.goto('/quan-tri/chung-thuc-so/de-nghi')
    assert.match(await main(chairman), /Không có đề nghị nào chờ Ông\/Bà/)
    await agree(administrator, 'Đủ hồ sơ')
    await agree(chairman, '')
    await keep(chairman, '03-request-agreed')

    // The authority sends the certificate back: a wrong file first.
    await administrator.goto(request)
    await keep(administrator, '04-request-to-carry-out')
    await administrator.setInputFiles('[name=chung-thu]', root)
    await administrator.fill('[name=thiet-bi]', 'ePass-7788')
    await administrator.click('button:has-text("Ghi đã thực hiện")')
    assert.match(await administrator.locator('.notice.wrong').innerText(), /chứng thư của cơ quan cấp/)
    assert.equal(await administrator.inputValue('[name=thiet-bi]'), 'ePass-7788')
    await keep(administrator, '05-request-wrong-file')
    await administrator.setInputFiles('[name=chung-thu]', leaf)
    await administrator.fill('[name=ghi-chu]', 'CV 12/CTS')
    await administrator.click('button:has-text("Ghi đã thực hiện")')
    assert.match(await main(administrator), /Đã ghi kết quả/)
    await keep(administrator, '06-request-done')

    // Minutes of the token: what is missing is said, then the paper for both sides.
    await clerk.goto('/chung-thuc-so')
    await clerk.locator(`main h2 a:has-text("${name}")`).click()
    const certificate = new URL(clerk.url()).pathname
    await clerk.click('summary:has-text("Lập biên bản")')
    await clerk.fill('[name=nguoi-giao]', 'Trần Quang Phúc')
    await clerk.fill('[name=nguoi-nhan]', 'Trần Quang Phúc')
    await clerk.click('button:has-text("Lập biên bản")')
    assert.match(await clerk.locator('.notice.wrong').innerText(), /phải là hai người/)
    assert.equal(await clerk.inputValue('[name=thiet-bi]'), 'ePass-7788')
    await keep(clerk, '07-minutes-fault')
    await clerk.fill('[name=nguoi-nhan]', name)
    await clerk.fill('[name=chuc-vu-nhan]', 'Chủ tịch UBND xã Liêm Phong')
    await clerk.click('button:has-text("Lập biên bản")')
    assert.match(await main(clerk), /Đã lập biên bản/)
    await keep(clerk, '08-certificate-in-use')
    const minutes = (await clerk.locator('a:has-text("Biên bản (PDF)")').getAttribute('href'))!
    const pdf = await clerk.request.get(minutes)
    assert.equal(pdf.status(), 200)
    assert.equal((await pdf.body()).subarray(0, 5).toString(), '%PDF-')
    const { page: stranger } = await visitor(stage, { login: 'motcua.phuly' })
    assert.equal((await stranger.request.get(minutes)).status(), 404)
    assert.equal((await stranger.goto(certificate))?.status(), 404)

    // The leader signs with his token: only this step needs JavaScript.
    const { page: signing, context } = await visitor(stage, {
      width: 1280,
      script: true,
      login: 'phochutich.liemphong',
    })
    await signing.goto(`/ky-so/${first}`)
    await signing.locator('button:has-text("Ký bằng thiết bị USB")').press('Enter')
    await signing.waitForSelector('text=Đã ký.')
    for (const width of [360, 1280])
      for (const path of ['/chung-thuc-so', certificate, request]) await look(signing, path, width)
    await context.close()

    // The holder reports the loss on his telephone; from then on nothing is signed.
    await leader.goto('/chung-thuc-so')
    await leader.click('summary:has-text("Báo mất thiết bị")')
    await keep(leader, '09-mine-loss')
    await leader.click('button:has-text("Báo mất, tạm dừng ngay")')
    assert.match(await main(leader), /Đã ghi báo mất/)
    await keep(leader, '10-mine-suspended')
    const refusedWith = async (words: RegExp, shot: string) => {
      await leader.goto(`/ky-so/${second}`)
      await leader.fill('[name=mat-khau-khoa]', '246810')
      await leader.click('button:has-text("Ký văn bản")')
      assert.match(await leader.locator('.notice.wrong').innerText(), words)
      await keep(leader, shot)
    }
    await refusedWith(/đang tạm dừng/, '11-sign-suspended')

    // The focal unit sends it on, the authority revokes.
    await administrator.setViewportSize({ width: 360, height: 800 })
    const loss = await agree(administrator, 'Chuyển cơ quan cấp')
    await administrator.goto(loss)
    await administrator.fill('[name=ghi-chu]', 'CV 15/CTS')
    await administrator.click('button:has-text("Ghi đã thực hiện")')
    assert.match(await main(administrator), /Đã ghi kết quả/)
    await leader.goto(certificate)
    assert.match(await main(leader), /Đã thu hồi/)
    await keep(leader, '12-certificate-revoked')
    await refusedWith(/đã bị thu hồi/, '13-sign-revoked')
    await leader.goto('/thong-bao')
    assert.match(await main(leader), /Chứng thư số báo mất đã bị thu hồi/)

    await administrator.goto('/quan-tri/chung-thuc-so?tt=revoked')
    assert.match(await main(administrator), new RegExp(name))
    await keep(administrator, '14-register')
    const sheet = await administrator.request.get(
      (await administrator.locator('a:has-text("bảng tính")').getAttribute('href'))!,
    )
    assert.match(sheet.headers()['content-type'] ?? '', /spreadsheetml/)
    assert.ok((await sheet.body()).length > 2000)
  },
)
