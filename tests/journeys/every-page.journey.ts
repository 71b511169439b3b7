import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { administrator, confirmDevice, isMissing, openStage, type Stage, visitor } from './browser.ts'
import { look } from './look.ts'

const skip = isMissing()
let stage: Stage
before(async () => {
  if (!skip) stage = await openStage({ DEMONSTRATION_PAPERS: 'yes' })
})
after(async () => stage?.close())

const PUBLIC = [
  '/',
  '/thu-tuc',
  '/thu-tuc?q=bo%20toi%20mat',
  '/thu-tuc?q=zzzz',
  '/thu-tuc?viec=birth',
  '/thu-tuc/1.001193',
  '/thu-tuc/2.000815',
  '/tra-cuu',
  '/kiem-tra/ABCDEFGHJKLM',
  '/so-lieu',
  '/co-quan',
  '/co-quan/xa-liem-phong',
  '/kha-nang-tiep-can',
  '/tro-giup',
  '/tro-giup/can-bo',
  '/tra-cuu?ma=261130-0022',
  '/kiem-tra',
  '/api',
  '/giao-dien',
  '/dang-nhap',
  '/dang-ky',
  '/quen-mat-khau',
  '/ma-bien-nhan',
]
const CITIZEN = ['/ho-so', '/giay-to-cua-toi', '/nop-ho-so/1.001193', '/thong-bao', '/tai-khoan']
const STAFF = [
  '/viec',
  '/viec?loc=late',
  '/viec?mo=1',
  '/viec?mo=1&tu=32/13/2026',
  '/viec?kenh=counter&giu=hang&nhan=chua&den=31/12/2030',
  '/viec?q=khong-co-ai',
  '/phoi',
  '/ky-so',
  '/ky-so/hinh',
  '/tiep-nhan',
  '/so-theo-doi',
  '/tim',
  '/tim?q=nguyen',
  '/thong-bao',
  '/tai-khoan',
]
const DRAFTER = ['/quan-tri', '/quan-tri/thu-tuc', '/quan-tri/thu-tuc?o=published']
const ADMINISTRATOR = [
  '/quan-tri',
  '/quan-tri/cai-dat',
  '/quan-tri/chung-thuc-so',
  '/quan-tri/chung-thuc-so/co-quan',
  '/quan-tri/chung-thuc-so/de-nghi',
  '/quan-tri/chung-thuc-so/nhap',
  '/quan-tri/chung-thuc-so/phe-duyet',
  '/quan-tri/gio-tiep-dan?noi=motcua-phu-ly',
  '/quan-tri/he-thong',
  '/quan-tri/lich?nam=2027',
  '/quan-tri/ky-so',
  '/quan-tri/lich/tinh',
  '/quan-tri/ma-he-thong?noi=xa-liem-phong',
  '/quan-tri/mau-giay-to',
  '/quan-tri/mau-giay-to?q=khong-co',
  '/quan-tri/mau-giay-to/tt-01-2018/01',
  '/quan-tri/nhat-ky',
  '/quan-tri/tai-khoan?q=nguyen',
]
const HEAD = [
  ...['/viec', '/don-vi', '/don-vi?tre=1', '/don-vi/xa-liem-phong', '/don-vi/xa-liem-phong?loc=late&q=a'],
  ...[
    '/ky-so',
    '/ma-thay-chuc-vu',
    '/giay-to-da-ky',
    '/giay-to-da-ky?q=khong-co',
    '/chung-thuc-so',
    '/chung-thuc-so/khoa',
  ],
  ...['/quan-tri/chung-thuc-so/de-nghi?loc=tat-ca', '/so-van-ban', '/so-van-ban?nam=2020'],
]

for (const [who, login, paths] of [
  ['anyone', '', PUBLIC],
  ['a citizen', 'congdan', CITIZEN],
  ['a desk official', 'motcua.liemphong', STAFF],
  ['a chairman', 'chutich.liemphong', HEAD],
  ['a records clerk', 'vanthu.liemphong', ['/ban-sao', '/ban-sao?tu=2026-01-01&tt=withdrawn&ht=sao-y', '/dong-dau']],
  ['a drafter', 'chuyenvien.tuphap', DRAFTER],
] as const)
  test(`every page of ${who} fits 360 px and 1280 px and axe finds nothing, in the dark too`, { skip }, async () => {
    for (const width of [360, 1280]) {
      const { page, context } = await visitor(stage, { script: true, ...(login ? { login } : {}) })
      // The papers of a citizen open on a device only after a code: both are looked at.
      if (login === 'congdan') {
        await look(page, '/xac-nhan-may', width)
        await confirmDevice(page)
      }
      for (const path of paths) await look(page, path, width)
      await page.emulateMedia({ colorScheme: 'dark' })
      if (width === 360) for (const path of paths) await look(page, path, width)
      await context.close()
    }
  })

test('every page of the administrator fits 360 px and 1280 px and axe finds nothing', { skip }, async () => {
  const { page } = await administrator(stage, { script: true })
  await page.goto('/quan-tri/tai-khoan?q=nguyen')
  const account = (await page.locator('tbody a').first().getAttribute('href'))!
  const fresh = (await page.locator('a:has-text("Mở tài khoản cho")').first().getAttribute('href'))!
  for (const width of [360, 1280]) for (const path of [...ADMINISTRATOR, account, fresh]) await look(page, path, width)
})

const DIRECTORY = [
  ...['/quan-tri', '/quan-tri/don-vi', '/quan-tri/don-vi?q=tu+phap', '/quan-tri/don-vi/thanh-lap'],
  ...['', '/sua', '/cham-dut', '/ma', '/noi-tiep-nhan', '/chuc-vu'].map(
    (act) => `/quan-tri/don-vi/phu-ly-tu-phap${act}`,
  ),
  ...['/quan-tri/don-vi/xa-nhan-hung', '/quan-tri/don-vi/ubnd-tinh/sua', '/quan-tri/nhan-su', '/quan-tri/nhan-su/them'],
  ...['', '/nhiem-vu', '/ket-thuc', '/uy-quyen'].map((act) => `/quan-tri/chuc-vu/so-tu-phap.giam-doc${act}`),
]
test('every page of the directory fits 360 px and 1280 px and axe finds nothing', { skip }, async () => {
  const { page } = await administrator(stage, { script: true })
  const paths = [...DIRECTORY]
  for (const [from, part] of [
    ['/quan-tri/chuc-vu/so-tu-phap.giam-doc', 'thu-hoi'],
    ['/quan-tri/nhan-su', '/nhan-su/'],
  ] as const) {
    await page.goto(from)
    paths.push((await page.locator(`main .plain-list a[href*="${part}"]`).first().getAttribute('href'))!)
  }
  const person = paths.at(-1)!
  await page.goto(person)
  paths.push(`${person}/sua`, `${person}/bo-nhiem`, (await page.getAttribute('main a[href*="thoi-giu"]', 'href'))!)
  for (const width of [360, 1280]) for (const path of paths) await look(page, path, width)
})

test(
  'a draft, a workbench, a receipt and a look-up fit 360 px and 1280 px and axe finds nothing',
  { skip },
  async () => {
    const citizen = await visitor(stage, { script: true, login: 'congdan' })
    await citizen.page.goto('/nop-ho-so/1.001193')
    await citizen.page.click('button:has-text("Bắt đầu khai")')
    const draft = new URL(citizen.page.url()).pathname
    const desk = await visitor(stage, { script: true, login: 'motcua.liemphong' })
    await desk.page.goto('/viec')
    const work = (await desk.page.locator('tbody a').first().getAttribute('href'))!
    const code = work.split('/').at(-1)!
    for (const width of [360, 1280]) {
      for (const path of ['', '/phan/applicant', '/phan/child', '/giay-to', '/kiem-tra'])
        await look(citizen.page, draft + path, width)
      for (const path of [work, `/giay-hen/${code}`, `/phieu/${code}`, `/tra-cuu/${code}`, '/tra-cuu/khong-co'])
        await look(desk.page, path, width)
    }
  },
)

test('a page that is not there says so in Vietnamese, and a stranger is led to sign in', { skip }, async () => {
  const { page } = await visitor(stage, { script: true })
  await look(page, '/khong-co-trang-nay', 360, 404)
  await look(page, '/khong-co-quyen', 360, 403)
  await page.goto('/viec')
  assert.match(page.url(), /dang-nhap\?tiep=/)
})

test(
  'first pages are light: under 100 KB with everything, and under 5 KB of script on the two that search',
  { skip },
  async () => {
    for (const path of ['/', '/thu-tuc', '/thu-tuc/1.001193', '/tra-cuu', '/so-lieu', '/co-quan']) {
      const { page, context } = await visitor(stage, { script: true })
      let bytes = 0
      let script = 0
      page.on('response', async (response) => {
        const body = await response.body().catch(() => Buffer.alloc(0))
        bytes += body.length
        if ((response.headers()['content-type'] ?? '').includes('javascript')) script += body.length
      })
      const answer = await page.goto(path, { waitUntil: 'networkidle' })
      assert.ok(bytes < 100_000, `${path}: ${bytes} bytes`)
      assert.ok(script < 5_000, `${path}: ${script} bytes of script`)
      assert.equal(script > 0, path === '/' || path === '/thu-tuc', path)
      assert.match(answer?.headers()['content-security-policy'] ?? '', /script-src 'self'(;|$)/, path)
      await context.close()
    }
  },
)

test('by keyboard alone: from the mast to the content, a search, a result', { skip }, async () => {
  const { page } = await visitor(stage, { width: 1280 })
  await page.goto('/')
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement?.textContent), 'Đến nội dung chính')
  for (let at = 0; at < 12; at += 1) {
    await page.keyboard.press('Tab')
    if (await page.evaluate(() => document.activeElement instanceof HTMLInputElement)) break
  }
  await page.keyboard.type('doi bang lai xe')
  await page.keyboard.press('Enter')
  await page.waitForURL(/thu-tuc\?q=/)
  assert.ok((await page.locator('main').innerText()).toLowerCase().includes('giấy phép lái xe'))
})

test('the pages of cards and of books fit 360 px and 1280 px and axe finds nothing', { skip }, async () => {
  for (const [login, start, links] of [
    ['chuyenvien.gtvt', '/the', ['a[href^="/the/"]']],
    ['vanthu.liemphong', '/so-van-ban', ['a[href^="/so-van-ban/so?"]', 'a[href^="/so-van-ban/quyen?"]']],
  ] as const) {
    const { page, context } = await visitor(stage, { script: true, login })
    const paths: string[] = [start]
    // The demonstration carries its cards and papers there behind the start.
    for (let attempt = 0; attempt < 200; attempt += 1) {
      await page.goto(start)
      if ((await page.locator(links[0]).count()) > 0) break
      await page.waitForTimeout(1000)
    }
    for (const link of links) paths.push((await page.locator(link).first().getAttribute('href'))!)
    if (login === 'vanthu.liemphong') paths.push(`${paths[1]}&ghi=1`, `${paths[1]}&q=khong-co&tu=32/13/2026`)
    for (const width of [360, 1280]) for (const path of paths) await look(page, path, width)
    await context.close()
  }
})
