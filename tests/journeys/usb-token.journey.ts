import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { issueDemonstration, theAuthority } from '#server/certificates/index.ts'
import { findPaper, setPaper, stopSetters } from '#server/papers/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { type House, openHouse } from '#server/platform/house.ts'
import { newId } from '#server/platform/ids.ts'
import { readSettings } from '#server/platform/settings.ts'
import { askSignature } from '#server/signing/index.ts'
import { insertKey } from '#server/signing/queries.ts'
import { loadDecision } from '#server/signing/testing.ts'
import { foreignSigned } from '../fakes/foreign-writer.ts'
import { signingAgent } from '../fakes/signing-agent.ts'
import { isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
after(stopSetters)
const AT = 'xa-liem-phong'
const CHAIRMAN = 'chutich.liemphong'
const NUMBERING = { series: 'QĐ', symbol: 'QĐ-UBND' }
const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })
type Scene = { stage: Stage; house: House; agent: Awaited<ReturnType<typeof signingAgent>>; dataDir: string }

/** A province whose signers have tokens, with the agent at their machine. */
async function withAgent(mode: string, play: (scene: Scene) => Promise<void>) {
  const folder = mkdtempSync('/tmp/dinh-usb-')
  chmodSync(folder, 0o711)
  const dataDir = `${folder}/data`
  const agent = await signingAgent({ key: newKey().privateKey })
  const settings = { DATA_DIR: dataDir, SIGNING_AGENT_URL: agent.address, SIGNING_AGENT_MODE: mode }
  const stage = await openStage(settings)
  const house = await openHouse(readSettings(settings))
  try {
    await play({ stage, house, agent, dataDir })
  } finally {
    await house.close()
    await stage.close()
    await agent.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function aToken(house: House, of: { postId: string } | { organisationId: string }) {
  const call = { db: house.db, actor: systemActor, now: new Date() }
  const authority = (await theAuthority(house.settings, call.now))!
  const { publicKey, privateKey } = newKey()
  const publicKeySpki = new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }))
  const { id, der } = await issueDemonstration(call, authority, { publicKeySpki, ...of })
  // The demonstration, which equips everybody little by little, finds this holder equipped.
  const account = await house.db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', CHAIRMAN)
    .executeTakeFirst()
  const holder = 'postId' in of ? `post ${of.postId} ${account?.id}` : `organisation ${of.organisationId}`
  const facts = { demonstration: holder }
  await insertKey(house.db, { id: newId(call.now), certificateId: id, kind: 'agent', facts }, call.now)
  return { key: privateKey, certificate: new Uint8Array(der) }
}

async function aPaper({ stage, house, dataDir }: Scene) {
  const call = { db: house.db, actor: systemActor, now: new Date() }
  await loadDecision(house.db)
  const about = { organisationId: AT, subjectKind: 'dossier', subjectId: 'journey' }
  const data = { title: 'QUYẾT ĐỊNH', issuer: 'Ủy ban nhân dân xã Liêm Phong', place: '', leader: 'Nguyễn Thanh Oanh' }
  const paper = await setPaper(
    call,
    { dataDir, origin: stage.address },
    { templateKey: 'quyet-dinh-thu', ...about, title: 'Quyết định cấp phép xây dựng', data },
  )
  await askSignature(call, { paperId: paper.id, key: 'lanh-dao', to: { queue: `${AT}/leader` } })
  return paper
}

// By the keyboard: Chromium's own viewer of PDF beside it takes a mouse click while it loads.
const press = (page: Page, words: string) => page.locator(`button:has-text("${words}")`).press('Enter')
const picture = async (page: Page, name: string) => {
  if (!process.env.KEEP_PAPERS) return
  for (const width of [360, 1280]) {
    await page.setViewportSize({ width, height: 800 })
    await page.screenshot({ path: `${process.env.KEEP_PAPERS}/usb-${name}-${width}.png`, fullPage: true })
  }
}

test(
  'chairman and records clerk sign with USB tokens: the agent fetches, signs and sends the paper back',
  { skip },
  () =>
    withAgent('file', async (scene) => {
      const { stage, house, agent } = scene
      const own = await aToken(house, { postId: `${AT}.chu-tich` })
      const seal = await aToken(house, { organisationId: AT })
      const paper = await aPaper(scene)
      const address = `/ky-so/${paper.id}`
      const now = async () => (await findPaper(house.db, { id: paper.id }))!

      const plain = await visitor(stage, { script: false, login: CHAIRMAN })
      await plain.page.goto(address)
      assert.match(await plain.page.innerText('main'), /cần trình duyệt bật JavaScript/)
      await plain.page.goto('/ky-so')
      assert.match(await plain.page.innerText('main'), /thiết bị USB.*ký từng văn bản/s)
      await plain.context.close()

      const { page } = await visitor(stage, { width: 1280, script: true, login: CHAIRMAN })
      const policyOf = async (path: string) => (await page.goto(path))?.headers()['content-security-policy'] ?? ''
      assert.ok((await policyOf(address)).includes(`connect-src 'self' ${agent.address}`))
      assert.ok(!(await policyOf('/ky-so')).includes('connect-src'))
      await picture(page, 'list')

      await page.goto(address)
      agent.state.isRefused = true
      await press(page, 'Ký bằng thiết bị USB')
      await page.waitForSelector('text=Người dùng hủy ký')
      agent.state.isRefused = false
      Object.assign(agent.state, seal)
      await press(page, 'Ký lại từ đầu')
      await page.waitForSelector('text=không khớp chứng thư số đã đăng ký')
      await picture(page, 'refused')
      Object.assign(agent.state, own)
      agent.state.write = async (pdf, wish) => foreignSigned(await foreignSigned(pdf, wish), { ...wish, own: 'Again' })
      await press(page, 'Ký lại từ đầu')
      await page.waitForSelector('text=không có đúng một chữ ký mới')
      assert.equal((await now()).revision, paper.revision)
      for (const width of [360, 1280]) await look(page, address, width)

      // The answer of the agent is lost: the page finds what came when it is opened again.
      agent.state.write = foreignSigned
      agent.state.isSilent = true
      await press(page, 'Ký bằng thiết bị USB')
      await page.waitForSelector('text=Không thấy phần mềm')
      agent.state.isSilent = false
      for (const width of [360, 1280]) await look(page, address, width)
      await picture(page, 'received')
      await press(page, 'Đưa bản đã ký vào văn bản')
      await page.waitForSelector('text=Đã ký.')
      assert.ok((await now()).revision > paper.revision)

      while ((await now()).revision < paper.revision + 2) await new Promise((resolve) => setTimeout(resolve, 200))
      const call = { db: house.db, actor: systemActor, now: new Date() }
      await askSignature(call, {
        paperId: paper.id,
        key: 'dau',
        to: { queue: `${AT}/records-clerk` },
        numbering: NUMBERING,
      })
      const clerk = await visitor(stage, { width: 1280, script: true, login: 'vanthu.liemphong' })
      await clerk.page.goto(address)
      await picture(clerk.page, 'seal')
      Object.assign(agent.state, seal)
      agent.state.write = (pdf, wish) => foreignSigned(pdf, { ...wish, own: 'Seal', rect: [250, 150, 350, 250] })
      await press(clerk.page, 'Ký bằng thiết bị USB')
      await clerk.page.waitForSelector('text=Đã ký, số')
      const sealed = await now()
      assert.ok(sealed.notation?.endsWith('/QĐ-UBND'))
      assert.equal(agent.state.told.at(-1)?.DocNumber, sealed.notation)
      assert.deepEqual([...new Set(agent.state.asked)], ['/SignApproved', '/SignIssued'])
      while ((await now()).state !== 'valid') await new Promise((resolve) => setTimeout(resolve, 200))
    }),
)

test('where only the attributes are signed, the agent gives a value and the page carries it', { skip }, () =>
  withAgent('attributes', async (scene) => {
    const { stage, house, agent } = scene
    const own = await aToken(house, { postId: `${AT}.chu-tich` })
    const paper = await aPaper(scene)
    const { page } = await visitor(stage, { width: 1280, script: true, login: CHAIRMAN })
    await page.goto(`/ky-so/${paper.id}`)
    await press(page, 'Ký bằng thiết bị USB')
    await page.waitForSelector('text=không khớp chứng thư số đã đăng ký')
    assert.equal((await findPaper(house.db, { id: paper.id }))?.revision, paper.revision)
    Object.assign(agent.state, own)
    await page.goto(`/ky-so/${paper.id}`)
    await press(page, 'Ký bằng thiết bị USB')
    await page.waitForSelector('text=Đã ký.')
    assert.deepEqual([...new Set(agent.state.asked)], ['/SignJson'])
    assert.ok((await findPaper(house.db, { id: paper.id }))!.revision > paper.revision)
  }),
)
