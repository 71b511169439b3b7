import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { Refusal } from './refusal.ts'
import { type FormLimits, type Incoming, receiveForm } from './receive-form.ts'

const LIMITS: FormLimits = { most: 1_000_000, files: 1, fields: 20, fieldBytes: 10_000 }
const part = (name: string, value: string, file?: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"${file === undefined ? '' : `; filename="${file}"`}\r\n\r\n${value}\r\n`
const END = '--x--\r\n'

type Arriving = { chunks: (string | Uint8Array)[]; ending?: 'end' | 'cut' | 'stall' }
function request({ chunks, ending = 'end' }: Arriving, type = 'multipart/form-data; boundary=x'): Request {
  const waiting = [...chunks]
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await wait(1)
      const next = waiting.shift()
      if (next !== undefined) return controller.enqueue(Buffer.from(next as Uint8Array))
      if (ending === 'end') controller.close()
      else if (ending === 'cut') controller.error(new Error('aborted'))
      else await new Promise(() => undefined)
    },
  })
  return new Request('http://127.0.0.1/', {
    method: 'POST',
    headers: { 'content-type': type },
    body,
    duplex: 'half',
  } as RequestInit)
}
const read = async ({ bytes }: Incoming) => {
  let size = 0
  for await (const chunk of bytes) size += chunk.length
  return size
}
/** How a form ends, within two seconds. */
async function outcome(
  arriving: Arriving,
  take = read as (file: Incoming) => Promise<number>,
  limits = LIMITS,
  type?: string,
) {
  const late = new AbortController()
  const settled = receiveForm(request(arriving, type), limits, take).then(
    ({ fields, taken }) => ({ fields: [...fields], taken }),
    (error: unknown) => (error instanceof Refusal ? error.code : String(error)),
  )
  const hang = wait(2000, 'HANGS', { signal: late.signal }).catch(() => 'HANGS')
  return Promise.race([settled, hang]).finally(() => late.abort())
}
const BIG = 'a'.repeat(60_000)
const many = (count: number) => Array.from({ length: count }, () => BIG)

test('A form of text and files is given whole, names and all', async () => {
  const chunks = [
    part('loi', 'Đủ rồi'),
    part('tep:1', 'một', 'Tờ khai số 1.pdf'),
    part('tep:2', '', ''),
    part('tep:3', 'ba', 'c'),
    END,
  ]
  const names: string[] = []
  const take = async (file: Incoming) => {
    names.push(`${file.field} ${file.name}`)
    return read(file)
  }
  assert.deepEqual(await outcome({ chunks }, take, { ...LIMITS, files: 5 }), {
    fields: [['loi', 'Đủ rồi']],
    taken: [5, 2],
  })
  assert.deepEqual(names, ['tep:1 Tờ khai số 1.pdf', 'tep:3 c'])
})

test('Whatever happens to the body, the form settles once with a sentence', async () => {
  const file = part('tep', 'hello', 'a.pdf')
  const cases: [string, Arriving, string?][] = [
    ['no last boundary', { chunks: [file] }],
    ['no last boundary, a big file', { chunks: [part('tep', BIG, 'a.pdf').slice(0, -2), ...many(4)] }],
    ['ends in the name of a part', { chunks: ['--x\r\nContent-Dispos'] }],
    ['ends before the bytes', { chunks: ['--x\r\nContent-Disposition: form-data; name="t"; filename="a"\r\n\r\n'] }],
    ['nothing but a boundary', { chunks: ['--x'] }],
    ['an empty body', { chunks: [] }],
    ['no part at all', { chunks: ['hello'] }],
    ['a part without a disposition', { chunks: ['--x\r\n\r\nhello'] }],
    ['no boundary in the type', { chunks: [file, END] }, 'multipart/form-data'],
    ['an empty boundary', { chunks: [file, END] }, 'multipart/form-data; boundary='],
    ['another kind', { chunks: ['a=b'] }, 'application/x-www-form-urlencoded'],
    ['no kind', { chunks: ['a=b'] }, ''],
    ['cut at once', { chunks: [], ending: 'cut' }],
    ['cut in the file', { chunks: [part('tep', BIG, 'a.pdf'), BIG], ending: 'cut' }],
    ['cut after the file', { chunks: [file], ending: 'cut' }],
    ['a second file', { chunks: [file, file, END] }],
    ['a second file that never ends', { chunks: [file, part('tep', BIG, 'b'), ...many(20)], ending: 'stall' }],
    ['thousands of fields', { chunks: [part('a', 'b').repeat(6000), END] }],
    ['thousands of empty files', { chunks: [part('a', '', '').repeat(6000), END] }],
    ['a long field', { chunks: [part('a', BIG), END] }],
    ['a long name', { chunks: [part(BIG, 'b'), END] }],
    ['too long without saying so', { chunks: [part('tep', '', 'a').slice(0, -2), ...many(30)], ending: 'stall' }],
    ['a file after the last boundary', { chunks: [END, file] }],
    [
      'a boundary in pieces',
      { chunks: [...'--x\r\nContent-Disposition: form-data; name="t"; filename="a"\r\n\r\nhi\r\n-'] },
    ],
  ]
  for (const [name, arriving, type] of cases) {
    const said = await outcome(arriving, read, LIMITS, type)
    const settled = typeof said === 'string' ? /^platform\.[a-z-]+$/.test(said) : said.taken.length === 0
    assert.ok(settled, `${name}: ${JSON.stringify(said)}`)
  }
})

test('A taker that stops early, fails or never reads gives its own answer at once, also while the sender goes on', async () => {
  const first = part('tep', BIG, 'a.pdf').slice(0, -2)
  const whole = { chunks: [first, ...many(5), `\r\n${END}`] }
  const stalled = { chunks: [first, ...many(5)], ending: 'stall' as const }
  const refuse = () => Promise.reject(new Refusal('filing.kind-not-taken'))
  for (const arriving of [whole, stalled]) {
    assert.equal(await outcome(arriving, refuse), 'filing.kind-not-taken')
    const late = async () => {
      await wait(30)
      return refuse()
    }
    assert.equal(await outcome(arriving, late), 'filing.kind-not-taken')
    const afterTheFirst = async ({ bytes }: Incoming) => {
      for await (const _ of bytes) await refuse()
      return 0
    }
    assert.equal(await outcome(arriving, afterTheFirst), 'filing.kind-not-taken')
    assert.equal(await outcome(arriving, () => Promise.reject(new Error('ENOSPC'))), 'Error: ENOSPC')
  }
  const oneChunk = async ({ bytes }: Incoming) => {
    for await (const chunk of bytes) return chunk.length
    return 0
  }
  assert.deepEqual(typeof (await outcome(whole, oneChunk)), 'object', 'stopping early is no fault')
  assert.deepEqual(await outcome(whole, async () => 7), { fields: [], taken: [7] })
})

test('A form that breaks waits for its taker: nothing works on after the answer', async () => {
  let ended = false
  const slow = async (file: Incoming) => {
    try {
      return await read(file)
    } finally {
      await wait(50)
      ended = true
    }
  }
  assert.equal(await outcome({ chunks: [part('tep', BIG, 'a'), BIG] }, slow), 'platform.form-broken')
  assert.ok(ended)
})

/** A small generator of its own, so that a failing body can be made again from its seed. */
function* randoms(seed: number): Generator<number> {
  let state = seed
  for (;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    yield state / 2 ** 32
  }
}

test('Six hundred mutilated forms all settle', async () => {
  const good = Buffer.from(`${part('a', 'b')}${part('tep', 'x'.repeat(300), 'tệp.pdf')}${part('c', 'd')}${END}`)
  for (let seed = 1; seed <= 600; seed += 1) {
    const dice = randoms(seed)
    const next = (most: number) => Math.floor((dice.next().value as number) * most)
    let body = Buffer.from(good)
    for (let times = next(4); times >= 0; times -= 1) {
      const [at, length] = [next(body.length), next(40)]
      if (next(3) === 0) body = Buffer.concat([body.subarray(0, at), body.subarray(at + length)])
      else if (next(2) === 0)
        body = Buffer.concat([body.subarray(0, at), good.subarray(next(good.length)), body.subarray(at)])
      else body[at % Math.max(1, body.length)] = next(256)
      if (body.length === 0) break
    }
    const cut = next(body.length)
    const said = await outcome({ chunks: [body.subarray(0, cut), body.subarray(cut)] })
    assert.notEqual(said, 'HANGS', `seed ${seed}`)
    assert.ok(typeof said !== 'string' || said.startsWith('platform.'), `seed ${seed}: ${JSON.stringify(said)}`)
  }
})
