import { chromium } from 'playwright-core'
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu'] })
const PASSWORD = 'Dinh-Ha-Nam-2020'
for (const width of [360, 1280])
  for (const [login, paths] of [
    ['chuyenvien.gtvt', ['/the', '@a[href^="/the/"]', '/viec']],
    ['vanthu.liemphong', ['/so-van-ban', '@a[href^="/so-van-ban/so?"]', '@a[href*="ghi="]']],
    ['vanthu.liemphong', ['/so-van-ban', '@a[href^="/so-van-ban/quyen"]']],
  ] as const) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, javaScriptEnabled: false, baseURL: 'http://localhost:3114' })
    const page = await context.newPage()
    await page.goto('/dang-nhap'); await page.fill('[name=ten]', login); await page.fill('[name=mat-khau]', PASSWORD); await page.click('main form button')
    for (const [at, path] of paths.entries()) {
      if (path.startsWith('@')) await page.goto((await page.locator(path.slice(1)).first().getAttribute('href'))!)
      else await page.goto(path)
      if (path.includes('quyen')) await page.locator('details summary').first().evaluate((e) => (e.parentElement as HTMLDetailsElement).open = true).catch(() => {})
      await page.screenshot({ path: `/tmp/shots/${login}-${width}-${at}${path.includes('quyen') ? 'q' : ''}.png`, fullPage: true })
    }
    await context.close()
  }
await browser.close()
