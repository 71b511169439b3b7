import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { Secret, TOTP } from 'otpauth'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { PROJECT } from '#server/platform/settings.ts'
import { demonstrationAccounts } from '../../seeds/accounts.ts'

export const CHROMIUM = '/usr/bin/chromium'
export const PASSWORD = 'Dinh-Ha-Nam-2020'

/** The program as a person meets it: started on a data folder of its own, with a browser before it. */
export type Stage = { address: string; browser: Browser; close: () => Promise<void> }

/** Papers of the demonstration are signed behind the start: only where a journey asks for them, so that nothing moves while it counts. */
export async function openStage(settings: Record<string, string> = {}): Promise<Stage> {
  const folder = mkdtempSync('/tmp/dinh-journey-')
  chmodSync(folder, 0o711)
  const program: ChildProcess = spawn(process.execPath, ['src/start.ts'], {
    cwd: PROJECT,
    // Any free port: of those one may draw by lot, some are taken and some (3659) a browser refuses.
    env: {
      ...process.env,
      DATA_DIR: `${folder}/data`,
      PORT: '0',
      LOG_LEVEL: 'error',
      DEMONSTRATION_PAPERS: 'no',
      ...settings,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const exited = new Promise<void>((resolve) => program.once('exit', () => resolve()))
  const address = await new Promise<string>((resolve, reject) => {
    let text = ''
    program.stdout!.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8')
      const ready = /Đình is ready at (\S+)/.exec(text)
      if (ready) resolve(ready[1]!.replace('127.0.0.1', 'localhost'))
    })
    program.once('exit', () => reject(new Error('The program ended before it was ready')))
  })
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
  return {
    address,
    browser,
    close: async () => {
      await browser.close()
      program.kill('SIGINT')
      await exited
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export const isMissing = () => (existsSync(CHROMIUM) ? false : `no Chromium at ${CHROMIUM}`)

/** Somebody at a screen: 360 px wide without JavaScript unless said otherwise. */
export async function visitor(
  { address, browser }: Stage,
  options: { width?: number; script?: boolean; login?: string } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const context = await browser.newContext({
    viewport: { width: options.width ?? 360, height: 800 },
    javaScriptEnabled: options.script ?? false,
    baseURL: address,
  })
  const page = await context.newPage()
  if (options.login) {
    await page.goto('/dang-nhap')
    await page.fill('[name=ten]', options.login)
    await page.fill('[name=mat-khau]', PASSWORD)
    await page.click('main form button')
  }
  return { context, page }
}

let last = ''
/** Gives the second factor of the administrator who has just typed the password; a code serves once, so the next visit waits for the next one. */
export async function secondFactor(page: Page, login = 'quantri') {
  const secret = demonstrationAccounts().find((each) => each.login === login)!.totpSecret!
  const totp = new TOTP({ secret: Secret.fromBase32(secret) })
  await page.goto('/lop-hai?tiep=/quan-tri')
  while (totp.generate() === last) await new Promise((resolve) => setTimeout(resolve, 500))
  last = totp.generate()
  await page.fill('[name=ma]', last)
  await page.click('main form button')
  await page.waitForURL(/quan-tri/)
}

/** A citizen on a device that is new: the code that the demonstration shows opens papers and numbers, once. */
export async function confirmDevice(page: Page) {
  await page.goto('/giay-to-cua-toi')
  if (!page.url().includes('xac-nhan-may')) return
  await page.click('main form button')
  await page.fill('[name=ma]', (await page.locator('main .notice .code').innerText()).trim())
  await page.click('main form button')
  await page.waitForURL(/giay-to-cua-toi/)
}

/** The administrator, signed in with both factors. */
export async function administrator(
  stage: Stage,
  options: { width?: number; script?: boolean } = {},
): Promise<{ context: BrowserContext; page: Page }> {
  const { page, context } = await visitor(stage, { ...options, login: 'quantri' })
  await secondFactor(page)
  return { context, page }
}

const ANSWERS: [RegExp, string][] = [
  [/điện thoại/i, '0912345678'],
  [/thư điện tử|email/i, 'thu@thu.example'],
  [/số (định danh|giấy tờ|căn cước)|^số$/i, '035190000011'],
  [/giờ/i, '08:30'],
  [/bao nhiêu|mấy|số bản|số lượng/i, '1'],
]

/** Answers every question of a page of a form as somebody without imagination would. */
export async function fillPage(page: Page, choose: Record<string, string> = {}) {
  for (const field of await page.locator('main form .field').all()) {
    const words = (await field.innerText()).replace(/\s+/g, ' ')
    if (words.includes('không bắt buộc')) continue
    const radio = field.locator('input[type=radio]')
    if ((await radio.count()) > 0) {
      if ((await field.locator('input:checked').count()) > 0) continue
      const name = (await radio.first().getAttribute('name')) ?? ''
      const wanted = choose[name]
      await (wanted ? field.locator(`input[value="${wanted}"]`) : radio.first()).check()
      continue
    }
    const year = field.locator('input[name$=".nam"]')
    if ((await year.count()) > 0) {
      if ((await year.inputValue()) !== '') continue
      const name = ((await year.getAttribute('name')) ?? '').slice(0, -4)
      const boxes = (choose[name] ?? '05/03/1990').split('/')
      for (const [at, box] of ['ngay', 'thang', 'nam'].entries())
        await field.locator(`input[name$=".${box}"]`).fill(boxes[at] ?? '')
      continue
    }
    const select = field.locator('select')
    if ((await select.count()) > 0) {
      const here = await select.locator('option[value="xa-liem-phong"]').count()
      if ((await select.inputValue()) === '') await select.selectOption(here > 0 ? 'xa-liem-phong' : { index: 1 })
      continue
    }
    const input = field.locator('input[type=text], input:not([type]), textarea')
    if ((await input.count()) === 0 || (await input.first().inputValue()) !== '') continue
    const name = (await input.first().getAttribute('name')) ?? ''
    await input.first().fill(choose[name] ?? ANSWERS.find(([pattern]) => pattern.test(words))?.[1] ?? 'Nguyễn Văn An')
  }
}
