import { listenHttp } from '#server/platform/http-server.ts'
import { nameRequest } from '#server/platform/in-hand.ts'
import { untilStopped } from '#server/until-stopped.ts'

/** A program whose pages throw out of every hand, answer late, or answer: for the test of what a fault does to the others. */
await untilStopped(async (settings, onStop) => {
  const web = await listenHttp(settings, (request, response) => {
    nameRequest(request.url === '/throws' ? '/(public)/throws' : '/(public)/other', 'a1b2')
    if (request.url === '/throws')
      setTimeout(() => {
        throw new Error('planted')
      }, 100)
    else setTimeout(() => response.end('answered'), request.url === '/late' ? 600 : 0)
  })
  onStop(web.close, { fault: 'finish' })
  process.stdout.write(`Đình is ready at ${web.address}\n`)
})
