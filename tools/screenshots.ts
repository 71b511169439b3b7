import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, chmodSync, rmSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { PROJECT } from '#server/platform/settings.ts'

/** `npm run screenshots`: makes the pictures of the README again, phone and desktop, from a fresh demonstration. */
const folder = mkdtempSync('/tmp/dinh-screenshots-')
chmodSync(folder, 0o711)
const port = 3990
const program = spawn(process.execPath, ['src/start.ts'], {
  cwd: PROJECT,
  env: { ...process.env, DATA_DIR: `${folder}/data`, PORT: String(port), LOG_LEVEL: 'error' },
  stdio: ['ignore', 'pipe', 'inherit'],
})
const exited = new Promise<void>((resolve) => program.once('exit', () => resolve()))
await new Promise<void>((resolve, reject) => {
  program.stdout.on('data', (chunk: Buffer) => chunk.toString().includes('ready') && resolve())
  program.once('exit', () => reject(new Error('The program ended before it was ready')))
})
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
mkdirSync(`${PROJECT}docs/screenshots`, { recursive: true })

type Shot = { name: string; path: string; login?: string; awaits?: string; opens?: true }
/** `awaits`: what the page holds when the demonstration is filled behind the start; `opens`: the first of it is opened. */
const SHOTS: Shot[] = [
  { name: 'home', path: '/' },
  { name: 'procedure', path: '/thu-tuc/1.001193' },
  { name: 'figures', path: '/so-lieu' },
  { name: 'inbox', path: '/viec', login: 'motcua.liemphong' },
  { name: 'workbench', path: '/viec', login: 'motcua.liemphong', awaits: 'tbody a', opens: true },
  { name: 'signing', path: '/ky-so', login: 'chutich.liemphong', awaits: 'tbody a' },
]
const FILLED_MS = 180_000
for (const [size, width, height] of [
  ['phone', 360, 720],
  ['desktop', 1280, 800],
] as const)
  for (const { name, path, login, awaits, opens } of SHOTS) {
    const context = await browser.newContext({
      viewport: { width, height },
      baseURL: `http://localhost:${port}`,
      javaScriptEnabled: false,
    })
    const page = await context.newPage()
    if (login) {
      await page.goto('/dang-nhap')
      await page.fill('[name=ten]', login)
      await page.fill('[name=mat-khau]', 'Dinh-Ha-Nam-2020')
      await page.click('main form button')
    }
    await page.goto(path)
    if (awaits) {
      for (const end = Date.now() + FILLED_MS; (await page.locator(awaits).count()) === 0 && Date.now() < end;) {
        await page.waitForTimeout(2000)
        await page.reload()
      }
      if (opens) await page.locator(awaits).first().click()
    }
    await page.screenshot({ path: `${PROJECT}docs/screenshots/${name}-${size}.png` })
    await context.close()
  }
await browser.close()
program.kill('SIGINT')
await exited
rmSync(folder, { recursive: true, force: true })
