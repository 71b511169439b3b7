import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** Where bytes lie before it is known what becomes of them: uploads on their way, and files brought to be checked. */
const FOLDERS = [join('files', 'incoming'), 'checking']

/** Uploads that nothing was added to for so long have ended, whatever ended them; checked files have had their ten minutes. */
export const DEAD_AFTER_MS = 30 * 60_000

/**
 * Removes what uploads that were cut, or a program that was killed, left behind: older than so many milliseconds, all of it with 0 (at the
 * start of a program that is alone on its folder). Gives how many were removed.
 */
export async function removeTemporary(dataDir: string, now: Date, olderThan = DEAD_AFTER_MS): Promise<number> {
  let removed = 0
  for (const folder of FOLDERS)
    for (const name of await readdir(join(dataDir, folder)).catch(() => [])) {
      const path = join(dataDir, folder, name)
      const found = await stat(path).catch(() => null)
      if (!found || found.mtimeMs > now.getTime() - olderThan) continue
      await rm(path, { recursive: true, force: true })
      removed += 1
    }
  return removed
}
