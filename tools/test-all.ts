import { spawnSync } from 'node:child_process'
import { existsSync, globSync } from 'node:fs'
import { PROJECT } from '#server/platform/settings.ts'

/** `npm test`: the quick checks, then every test on a PostgreSQL of its own, then the journeys in a browser where there is one. */
const node = (...args: string[]) => spawnSync(process.execPath, args, { cwd: PROJECT, stdio: 'inherit' }).status === 0

const CHROMIUM = '/usr/bin/chromium'
function haveChromium(): boolean {
  if (existsSync(CHROMIUM)) return true
  const mayInstall = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')
  if (mayInstall) {
    console.log('Installing Chromium for the journeys …')
    const apt = (...args: string[]) =>
      spawnSync('apt-get', args, { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
    apt('update', '-qq')
    apt('install', '-y', '-qq', '--no-install-recommends', 'chromium')
  }
  return existsSync(CHROMIUM)
}

if (!node('tools/check.ts')) process.exit(1)
if (!node('tools/test.ts')) process.exit(1)
const journeys = globSync('tests/journeys/*.journey.ts', { cwd: PROJECT })
if (journeys.length > 0) {
  if (!haveChromium())
    console.log('SKIPPED the journeys: no Chromium at /usr/bin/chromium, and none could be installed here.')
  else if (!node('tools/test.ts', ...journeys)) process.exit(1)
}
