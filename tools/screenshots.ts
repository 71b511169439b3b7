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

/** name, address, login */
const SHOTS: [string, string, string?][] = [
  ['home', '/'],
  ['procedure', '/thu-tuc/1.001193'],
  ['inbox', '/viec', 'motcua.liemphong'],
  ['workbench', '', 'motcua.liemphong'],
]
for (const [size, width, height] of [
  ['phone', 360, 720],
  ['desktop', 1280, 800],
] as const)
  for (const [name, path, login] of SHOTS) {
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
    await page.goto(path || '/viec')
    if (!path) await page.locator('tbody a').first().click()
    await page.screenshot({ path: `${PROJECT}docs/screenshots/${name}-${size}.png` })
    await context.close()
  }
await browser.close()
program.kill('SIGINT')
await exited
rmSync(folder, { recursive: true, force: true })
