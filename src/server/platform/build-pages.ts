import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { takeBuildLock } from './build-lock.ts'
import { isBuilt, PROJECT } from './settings.ts'
import { log } from './log.ts'

const SOURCES = [
  'src/routes/**/*',
  'src/ui/**/*',
  'src/*.{html,ts}',
  'static/**/*',
  'vite.config.ts',
  'package-lock.json',
]
const MARK = `${PROJECT}build/.made-from`

function sourcesHash(): string {
  const hash = createHash('sha256')
  for (const entry of globSync(SOURCES, { cwd: PROJECT, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => `${each.parentPath}/${each.name}`)
    .sort())
    hash.update(entry.slice(PROJECT.length)).update('\0').update(readFileSync(entry)).update('\0')
  return hash.digest('hex')
}

const lastBuild = () => {
  try {
    return readFileSync(MARK, 'utf8')
  } catch {
    return ''
  }
}

/** Builds the pages when there are none or when they were made from other sources; of several programs at once one builds. */
export async function buildPagesWhenNeeded() {
  const made = () => isBuilt() && lastBuild() === sourcesHash()
  if (made()) return
  const release = await takeBuildLock(PROJECT)
  try {
    if (!made()) await build()
  } finally {
    release()
  }
}

/** `npm run build`: builds the pages whether they stand or not. */
export async function buildPages() {
  const release = await takeBuildLock(PROJECT)
  try {
    await build()
  } finally {
    release()
  }
}

async function build() {
  const hash = sourcesHash()
  log('info', 'building the pages')
  let output = ''
  const child = spawn(process.execPath, [`${PROJECT}node_modules/vite/bin/vite.js`, 'build'], {
    cwd: PROJECT,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()))
  const endWithUs = () => child.kill('SIGKILL')
  process.once('exit', endWithUs)
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve))
  process.off('exit', endWithUs)
  if (status !== 0) throw new Error(`The pages could not be built:\n${output.slice(-4000)}`)
  writeFileSync(MARK, hash)
}
