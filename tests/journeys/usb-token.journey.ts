import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { issueDemonstration, theAuthority } from '#server/certificates/index.ts'
import { findPaper, setPaper, stopSetters } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { askSignature } from '#server/signing/index.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { signingAgent } from '../fakes/signing-agent.ts'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
const folder = mkdtempSync('/tmp/dinh-usb-')
chmodSync(folder, 0o711)
const dataDir = `${folder}/data`
const token = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' })
let agent: Awaited<ReturnType<typeof signingAgent>>
let stage: Stage
let house: House
before(async () => {
  if (skip) return
  agent = await signingAgent({ key: token.privateKey })
  const settings = { DATA_DIR: dataDir, SIGNING_AGENT_URL: agent.address }
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

test(
  'the chairman signs with the USB token at his machine: refused, with a strange token, then signed',
  { skip },
  async () => {
    const call = { db: house.db, actor: systemActor, now: new Date() }
    const authority = (await theAuthority(house.settings, call.now))!
    const publicKeySpki = new Uint8Array(token.publicKey.export({ type: 'spki', format: 'der' }))
    await issueDemonstration(call, authority, { publicKeySpki, postId: 'xa-liem-phong.chu-tich' })
    await loadDecision(house.db)
    const about = { organisationId: 'xa-liem-phong', subjectKind: 'dossier', subjectId: 'journey' }
    const data = {
      title: 'QUYẾT ĐỊNH',
      issuer: 'Ủy ban nhân dân xã Liêm Phong',
      place: '',
      leader: 'Nguyễn Thanh Oanh',
    }
    const paper = await setPaper(
      call,
      { dataDir, origin: stage.address },
      { templateKey: 'quyet-dinh-thu', ...about, title: 'Quyết định cấp phép xây dựng', data },
    )
    await askSignature(call, { paperId: paper.id, key: 'lanh-dao', to: { queue: 'xa-liem-phong/leader' } })
    const address = `/ky-so/${paper.id}`

    const plain = await visitor(stage, { script: false, login: 'chutich.liemphong' })
    await plain.page.goto(address)
    assert.match(await plain.page.innerText('main'), /cần trình duyệt bật JavaScript/)
    await plain.context.close()

    const { page } = await visitor(stage, { width: 1280, script: true, login: 'chutich.liemphong' })
    // By the keyboard: Chromium's own viewer of PDF beside it takes a mouse click while it loads.
    const press = (words: string) => page.locator(`button:has-text("${words}")`).press('Enter')
    const policyOf = async (path: string) => (await page.goto(path))?.headers()['content-security-policy'] ?? ''
    assert.ok((await policyOf(address)).includes(`connect-src 'self' ${agent.address}`))
    assert.ok(!(await policyOf('/ky-so')).includes('connect-src'))

    await page.goto(address)
    agent.state.isRefused = true
    await press('Ký bằng thiết bị USB')
    await page.waitForSelector('text=Người dùng hủy ký')
    agent.state.isRefused = false
    agent.state.key = other.privateKey
    await press('Ký lại từ đầu')
    await page.waitForSelector('text=không khớp chứng thư số đã đăng ký')
    assert.equal((await findPaper(house.db, { id: paper.id }))?.revision, paper.revision)
    for (const width of [360, 1280]) {
      await look(page, address, width)
      if (process.env.KEEP_PAPERS)
        await page.screenshot({ path: `${process.env.KEEP_PAPERS}/usb-${width}.png`, fullPage: true })
    }
    agent.state.key = token.privateKey
    await page.goto(address)
    await press('Ký bằng thiết bị USB')
    await page.waitForSelector('text=Đã ký.')
    assert.deepEqual([...new Set(agent.state.asked)], ['/SignJson'])
    assert.ok((await findPaper(house.db, { id: paper.id }))!.revision > paper.revision)
  },
)
