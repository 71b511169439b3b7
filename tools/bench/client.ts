import { Agent, type OutgoingHttpHeaders, request } from 'node:http'

/**
 * Asks the program over kept connections, as browsers and systems do behind a proxy, from a network of its own each time, since limits count
 * by network; an answer other than 200 ends the bench.
 */
export type Client = {
  get: (path: string, headers?: OutgoingHttpHeaders) => Promise<string>
  send: (method: 'PUT' | 'POST', path: string, headers: OutgoingHttpHeaders, body: Buffer) => Promise<string>
  close: () => void
}

export function openClient(port: number): Client {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let asked = 0
  const network = () => `10.${(asked = (asked + 1) % 60_000) >> 8}.${asked & 255}.7`
  const ask = (method: string, path: string, headers: OutgoingHttpHeaders, body?: Buffer) =>
    new Promise<string>((resolve, reject) => {
      const length = body ? { 'content-length': body.length } : {}
      const sent = { ...headers, ...length, 'x-forwarded-for': network() }
      request({ host: '127.0.0.1', port, path, method, headers: sent, agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () => {
          if (response.statusCode === 200) resolve(Buffer.concat(chunks).toString(method === 'GET' ? 'latin1' : 'utf8'))
          else
            reject(
              new Error(
                `${method} ${path}: ${response.statusCode} ${Buffer.concat(chunks).toString('utf8')}`.slice(0, 600),
              ),
            )
        })
      })
        .on('error', reject)
        .end(body)
    })
  return {
    get: (path, headers = {}) => ask('GET', path, headers),
    send: ask,
    close: () => agent.destroy(),
  }
}
