import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PROJECT } from '#server/platform/settings.ts'

const made = new Map<string, Promise<string>>()

/** The checker as one HTML file with the roots of this house inside; made once by the command, in a process of its own. */
export function offlineChecker(dataDir: string): Promise<string> {
  let page = made.get(dataDir)
  if (!page) {
    page = make(dataDir)
    made.set(dataDir, page)
    page.catch(() => made.delete(dataDir))
  }
  return page
}

async function make(dataDir: string): Promise<string> {
  const folder = join(dataDir, 'checking')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const target = join(folder, `${randomUUID()}.html`)
  await new Promise<void>((resolve, reject) => {
    const child = spawn(process.execPath, [join(PROJECT, 'tools/offline-checker.ts'), target], {
      ...{ cwd: PROJECT, env: { ...process.env, DATA_DIR: dataDir }, stdio: ['ignore', 'ignore', 'ignore'] },
    })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`The checker ended with ${code}`))))
  })
  const page = await readFile(target, 'utf8')
  await rm(target, { force: true })
  return page
}
