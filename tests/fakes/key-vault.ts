import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A key vault as HashiCorp's: one secret of a KV store, version 2, with check-and-set. */
export async function openFakeVault(token: string) {
  let kept: unknown
  let version = 0
  let isAway = false
  const server = createServer((request, response) => {
    const say = (status: number, body: unknown) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString()))
    request.on('end', () => {
      if (isAway) return void request.destroy()
      if (request.headers['x-vault-token'] !== token) return void say(403, { errors: ['permission denied'] })
      if (request.method === 'GET') {
        if (version === 0) return void say(404, { errors: [] })
        return void say(200, { data: { data: kept, metadata: { version } } })
      }
      const { options, data } = JSON.parse(text) as { options?: { cas?: number }; data: unknown }
      if (options?.cas !== undefined && options.cas !== version)
        return void say(400, { errors: ['check-and-set parameter did not match the current version'] })
      kept = data
      version += 1
      say(200, { data: { version } })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/secret/data/dinh`,
    kept: () => kept as { key: string } | undefined,
    setAway: (away: boolean) => (isAway = away),
    close: () => new Promise<void>((resolve) => (server.closeAllConnections(), server.close(() => resolve()))),
  }
}
