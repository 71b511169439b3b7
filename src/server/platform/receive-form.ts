import type { Readable } from 'node:stream'
import { Busboy, type BusboyInstance } from '@fastify/busboy'
import { arriving } from './arriving.ts'
import { Refusal } from './refusal.ts'

/** One file of a form as it arrives: the field it stands in, the name its sender gave it, its bytes once. */
export type Incoming = { field: string; name: string; bytes: AsyncIterable<Uint8Array> }

export type FormLimits = {
  /** Bytes of the whole body. */
  most: number
  /** Files with a name; a field in which nothing was chosen is none. */
  files: number
  /** Text fields. */
  fields: number
  /** Bytes of one text field. */
  fieldBytes: number
}

export type Received<T> = { fields: FormData; taken: T[] }

const broken = () => new Refusal('platform.form-broken')

function openForm(request: Request, { files, fields, fieldBytes }: FormLimits): BusboyInstance {
  const type = request.headers.get('content-type') ?? ''
  if (!/^multipart\/form-data\b/i.test(type)) throw new Refusal('platform.form-kind')
  try {
    return new Busboy({
      headers: { 'content-type': type },
      isPartAFile: (_field, _type, name) => name !== undefined,
      // Fields of files in which nothing was chosen come as parts with an empty name: they are counted with the parts alone.
      limits: { fields, fieldSize: fieldBytes, parts: fields + files + 60, headerPairs: 40, headerSize: 16_384 },
    })
  } catch {
    throw broken()
  }
}

/** Writes the body into the parser as fast as it is taken; ends when the parser has seen all of it. */
async function pour(body: AsyncIterable<Uint8Array>, form: BusboyInstance, stop: AbortSignal, finished: Promise<void>) {
  const stopped = new Promise<void>((resolve) => stop.addEventListener('abort', () => resolve(), { once: true }))
  for await (const chunk of body) {
    if (stop.aborted) return
    const drained = Promise.withResolvers<void>()
    form.write(chunk, () => drained.resolve())
    await Promise.race([drained.promise, stopped])
  }
  if (stop.aborted) return
  form.end()
  await Promise.race([finished, stopped])
}

/** The bytes of one part, once; whoever stops reading early does not end the form. */
async function* bytesOf(part: Readable): AsyncGenerator<Uint8Array> {
  yield* part.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
}

/**
 * Reads a multipart form as it arrives: each file goes to `take`, one after another, without being held; text fields are collected. It
 * settles exactly once whatever happens to the body (cut off, without its last boundary, empty, of another kind, with more parts than are
 * wanted) or to the taker (it stops early, fails before or after the first byte): the first fault stops everything else and is what is
 * thrown, after the taker at work has come to its end. The rest of the body is not read here.
 *
 *     const { fields, taken } = await receiveForm(request, limits, ({ bytes }) => storeFile(db, dataDir, bytes, { now, maxBytes }))
 *
 * @throws Refusal `platform.form-kind`, `platform.form-broken`, `platform.cut-off`, `platform.body-too-large`, `platform.too-many-parts`,
 * `platform.one-file-at-a-time`, `platform.too-many-files`, `platform.field-too-long`; whatever `take` throws.
 */
export async function receiveForm<T>(
  request: Request,
  limits: FormLimits,
  take: (file: Incoming) => Promise<T>,
): Promise<Received<T>> {
  const form = openForm(request, limits)
  const stop = new AbortController()
  const fail = (error: unknown) => stop.abort(error)
  const received: Received<T> = { fields: new FormData(), taken: [] }
  const parts = new Set<Readable>()
  let files = 0
  let turn = Promise.resolve()
  form.on('file', (field, part, name) => {
    part.on('error', () => fail(broken()))
    parts.add(part)
    if (!name || stop.signal.aborted) return void part.resume()
    files += 1
    if (files > limits.files)
      return fail(
        new Refusal(limits.files === 1 ? 'platform.one-file-at-a-time' : 'platform.too-many-files', {
          most: limits.files,
        }),
      )
    turn = turn
      .then(async () => {
        if (!stop.signal.aborted) received.taken.push(await take({ field, name, bytes: bytesOf(part) }))
      })
      .catch(fail)
      .finally(() => void part.resume())
  })
  form.on('field', (name, value, nameCut, valueCut) => {
    if (nameCut || valueCut) fail(new Refusal('platform.field-too-long', { most: limits.fieldBytes }))
    else if (name !== undefined) received.fields.append(name, value)
  })
  for (const event of ['partsLimit', 'fieldsLimit'] as const)
    form.on(event, () => fail(new Refusal('platform.too-many-parts', { most: limits.fields })))
  form.on('error', () => fail(broken()))
  const finished = new Promise<void>((resolve) => void form.on('finish', resolve))
  stop.signal.addEventListener('abort', () => {
    for (const part of parts) part.destroy(stop.signal.reason instanceof Error ? stop.signal.reason : undefined)
  })
  await pour(arriving(request, limits.most, stop.signal), form, stop.signal, finished).catch(fail)
  await turn
  if (stop.signal.aborted) throw stop.signal.reason
  return received
}
