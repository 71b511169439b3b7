import {
  chownSync,
  copyFileSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  closeSync,
  readdirSync,
  chmodSync,
} from 'node:fs'
import { join } from 'node:path'

/** Which entries of a folder are left out, by their path from its top. */
type LeftOut = (path: string) => boolean

const gone = (error: unknown) => (error as NodeJS.ErrnoException).code === 'ENOENT'

function sync(path: string) {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Copies a folder with modes and, as root, owners; what vanishes while it is copied is passed over, as PostgreSQL's own tools do. Every file
 * is on disk when this returns. Gives the number of files.
 */
export function copyFolder(from: string, to: string, leftOut: LeftOut = () => false, within = ''): number {
  const about = lstatSync(from)
  mkdirSync(to, { recursive: true })
  chmodSync(to, about.mode & 0o777)
  if (process.getuid?.() === 0) chownSync(to, about.uid, about.gid)
  let count = 0
  for (const name of readdirSync(from)) {
    const path = within ? `${within}/${name}` : name
    if (leftOut(path)) continue
    try {
      const stat = lstatSync(join(from, name))
      if (stat.isDirectory()) count += copyFolder(join(from, name), join(to, name), leftOut, path)
      else if (stat.isFile()) {
        copyFileSync(join(from, name), join(to, name))
        chmodSync(join(to, name), stat.mode & 0o777)
        if (process.getuid?.() === 0) chownSync(join(to, name), stat.uid, stat.gid)
        sync(join(to, name))
        count += 1
      }
    } catch (error) {
      if (!gone(error)) throw error
    }
  }
  sync(to)
  return count
}
