import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An address that one process of this machine can listen at; on Linux and Windows it goes with its process, also after `kill -9`. */
function addressOf(folder: string): string {
  const name = `dinh-build-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  if (process.platform === 'linux') return `\0${name}`
  return process.platform === 'win32' ? `\\\\.\\pipe\\${name}` : join(tmpdir(), `${name}.sock`)
}

const listening = (address: string) =>
  new Promise<Server | undefined>((resolve, reject) => {
    const server = createServer((waiting) => void waiting.on('error', () => waiting.destroy()).resume())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(undefined) : reject(error),
    )
    server.listen(address, () => resolve(server.unref()))
  })

/** Until whoever listens there has gone; false when nobody did. */
const untilGone = (address: string) =>
  new Promise<boolean>((resolve) => {
    let met = false
    connect(address)
      .on('connect', () => (met = true))
      .on('error', () => {})
      .on('close', () => resolve(met))
      .resume()
  })

/** Waits until no other program builds in this folder; gives back how to let the next one in. */
export async function takeBuildLock(folder: string): Promise<() => void> {
  const address = addressOf(folder)
  for (;;) {
    const server = await listening(address)
    if (server) {
      const waiting = new Set<{ destroy: () => void }>()
      server.on('connection', (each) => waiting.add(each))
      return () => {
        server.close()
        for (const each of waiting) each.destroy()
      }
    }
    const met = await untilGone(address)
    if (!met && address.startsWith('/')) rmSync(address, { force: true })
  }
}
