import * as fs from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

/** A killed process that its parent has not reaped still answers signals; PostgreSQL would take it for a living postmaster. */
const isZombie = (pid: number) => {
  try {
    return /\) [ZX] /.test(fs.readFileSync(`/proc/${pid}/stat`, 'latin1'))
  } catch {
    return false
  }
}

/** Removes the lock file that a killed, unreaped postmaster left, once none of its children works in the cluster any more. */
export async function removeZombieLock(cluster: string, socket: string) {
  const lock = join(cluster, 'postmaster.pid')
  const holder = fs.existsSync(lock) ? Number(fs.readFileSync(lock, 'utf8').split('\n')[0]) : 0
  if (!holder || !isZombie(holder)) return
  const works = (pid: string) => {
    try {
      return fs.readlinkSync(`/proc/${pid}/cwd`) === cluster
    } catch {
      return false
    }
  }
  for (let tries = 0; fs.readdirSync('/proc').some((pid) => /^\d+$/.test(pid) && works(pid)); tries += 1) {
    if (tries > 200) throw new Error(`Parts of a killed PostgreSQL still work in ${cluster}. End them first.`)
    await wait(50)
  }
  fs.rmSync(lock, { force: true })
  fs.rmSync(join(socket, '.s.PGSQL.5432.lock'), { force: true })
}

/** The process of the postmaster that lives in this cluster; -1 when it is somebody else's. */
export const livingPostmaster = (cluster: string): number | undefined => {
  try {
    const pid = Number(fs.readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 0)
    return isZombie(pid) ? undefined : pid
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM' ? -1 : undefined
  }
}

/** Whether the process that the cluster names is PostgreSQL, as far as the system tells. */
export function isPostgres(cluster: string): boolean {
  try {
    const [pid = ''] = fs.readFileSync(join(cluster, 'postmaster.pid'), 'utf8').split('\n')
    return fs.readFileSync(`/proc/${pid}/comm`, 'utf8').startsWith('postgres')
  } catch {
    return !fs.existsSync('/proc/self')
  }
}

/** One program at a time prepares and starts the cluster; a lock of a dead program is taken over. */
export async function whileStarting<T>(dataDir: string, work: () => Promise<T>): Promise<T> {
  const lock = join(dataDir, 'starting')
  for (let tries = 0; ; tries += 1) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: 'wx' })
      break
    } catch {
      const holder = Number(fs.existsSync(lock) ? fs.readFileSync(lock, 'utf8') : 0)
      const alive = holder > 0 && fs.existsSync(`/proc/${holder}`)
      if (!alive && tries > 3) fs.rmSync(lock, { force: true })
      if (tries > 600)
        throw new Error(`Another program has been starting PostgreSQL in ${dataDir} for a minute. Try again.`)
      await wait(100)
    }
  }
  try {
    return await work()
  } finally {
    fs.rmSync(lock, { force: true })
  }
}
