import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Sms = { to: string; text: string; key: string }
export type FakeSms = { url: string; answer: number; taken: Sms[]; asked: number; close: () => Promise<void> }

/** An SMS gateway that takes `{ to, text }` and knows a message it has already by its Idempotency-Key. */
export async function openFakeSms(): Promise<FakeSms> {
  const server = createServer((request, response) => {
    let text = ''
    request.on('data', (chunk: Buffer) => (text += chunk.toString('utf8')))
    request.on('end', () => {
      fake.asked += 1
      const key = String(request.headers['idempotency-key'] ?? '')
      if (fake.answer < 300 && !fake.taken.some((each) => each.key === key))
        fake.taken.push({ ...(JSON.parse(text) as { to: string; text: string }), key })
      response.writeHead(fake.answer).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const fake: FakeSms = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/sms`,
    ...{ answer: 202, taken: [], asked: 0 },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return fake
}
