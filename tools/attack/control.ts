import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { attack, type Counts } from './attack.ts'
import { Chance } from './chance.ts'
import { type Operation } from './shots.ts'
import { placesOfTree } from './places.ts'

/**
 * A house with faults planted in it, attacked by the same shots: hostile text is a defect, a malformed upload ends its connection, a flood of
 * parts is never answered. An attack that finds none of them would find nothing anywhere.
 */
export async function plantedFaults(seed: number, shots = 160): Promise<Counts> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => void chunks.push(chunk)).on('error', () => undefined)
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('latin1')
      if (body.startsWith('--x') && !body.includes('--x--')) return void request.socket.destroy()
      response
        .writeHead(/%00|\0/.test((request.url ?? '') + body) ? 500 : 200, { 'content-type': 'text/html' })
        .end('ok')
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const operations: Operation[] = [{ method: 'GET', path: '/api/procedures', body: undefined }]
  const world = { chance: new Chance(seed), places: placesOfTree(), addresses: ['/'], operations }
  const askers = [{ name: 'nobody', cookie: '', addresses: [] }]
  let left = shots
  const counts = await attack({ address, askers, world, until: () => (left -= 1) < 0 })
  server.closeAllConnections()
  server.close()
  return counts
}
