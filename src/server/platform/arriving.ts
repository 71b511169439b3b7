import { Refusal } from './refusal.ts'

const MB = 1_048_576

/** @throws Refusal `platform.body-too-large` with the limit in words. */
export const tooLarge = (most: number): Refusal =>
  new Refusal('platform.body-too-large', {
    most: most < MB ? `${Math.ceil(most / 1024)} KB` : `${Math.floor(most / MB)} MB`,
  })

/**
 * The bytes of a body as they arrive, at most so many, counted as they come since a body need not say its length. Ends with the body, with
 * a cut connection, or as soon as `stop` is aborted, also while nothing arrives. What is not read stays with the frame, which reads it away
 * after the answer: a body that is cancelled would take the connection, and the answer, with it.
 * @throws Refusal `platform.body-too-large`, `platform.cut-off`; the reason of `stop`.
 */
export async function* arriving(request: Request, most: number, stop?: AbortSignal): AsyncGenerator<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > most) throw tooLarge(most)
  if (!request.body) return
  const reader = request.body.getReader()
  const stopped = Promise.withResolvers<never>()
  stopped.promise.catch(() => undefined)
  const onStop = () => stopped.reject(stop?.reason)
  if (stop?.aborted) onStop()
  stop?.addEventListener('abort', onStop, { once: true })
  let size = 0
  try {
    for (;;) {
      const { done, value } = await Promise.race([readOn(reader), stopped.promise])
      if (done) return
      size += value.length
      if (size > most) throw tooLarge(most)
      yield value
    }
  } finally {
    stop?.removeEventListener('abort', onStop)
    reader.releaseLock()
  }
}

/** A read that fails is a connection that was cut. */
const readOn = async (reader: ReadableStreamDefaultReader<Uint8Array>) => {
  try {
    return await reader.read()
  } catch {
    throw new Refusal('platform.cut-off')
  }
}

/** A whole small body. @throws Refusal as `arriving`. */
export async function readBody(request: Request, most: number): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of arriving(request, most)) chunks.push(chunk)
  return Buffer.concat(chunks)
}
