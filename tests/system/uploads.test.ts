import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { aPdf } from '#server/files/testing.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { bodyLimit } from '../../src/routes/body-limits.ts'
import { aHouse } from './house.ts'

const TYPE = 'multipart/form-data; boundary=x'
const head = (name = 'tep', file = 'a.pdf') =>
  `--x\r\nContent-Disposition: form-data; name="${name}"; filename="${file}"\r\nContent-Type: application/pdf\r\n\r\n`
const END = '\r\n--x--\r\n'
/** A PDF that can be read, of exactly so many bytes. */
const pdf = (bytes: number) => {
  const near = bytes - 1000
  const words = near + bytes - aPdf(['a'.repeat(near)]).length
  return Buffer.from(aPdf(['a'.repeat(words)]))
}
const MB = 1_048_576
const incoming = (folder: string) => {
  try {
    return readdirSync(join(folder, 'files', 'incoming'))
  } catch {
    return []
  }
}

test('Every route that reads files as they arrive has its limit, and no other place reads a body', () => {
  const routes = globSync('src/routes/**/*.ts', {
    cwd: PROJECT,
    exclude: (file) => /(upload|form-door|\.test)\.ts$/.test(file),
  })
  const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8')
  const isRoute = (file: string) => /\/\+(page\.)?server\.ts$/.test(file)
  // A function of several routes that takes the files of each counts for the route that calls it.
  const calls = (names: string[]) => new RegExp(`\\b(${names.join('|')})\\(`)
  const takers = ['withUploads?']
  for (const file of routes.filter((each) => !isRoute(each))) {
    const here = ['withUploads?']
    for (const [, exported, name, body] of read(file).matchAll(
      /^(export )?(?:async )?function (\w+)([\s\S]*?\{\n[\s\S]*?)^\}/gm,
    )) {
      if (!calls(here).test(body!)) continue
      here.push(name!)
      if (exported) takers.push(name!)
    }
  }
  for (const file of routes) {
    const source = read(file)
    const route = `/${file.slice('src/routes/'.length, file.lastIndexOf('/'))}`
    if (isRoute(file)) assert.equal(calls(takers).test(source), bodyLimit(route, MB).files > 0, route)
    assert.doesNotMatch(source, /request\.(text|json|arrayBuffer|blob|bytes|body|clone)\b/, route)
  }
})

test('An upload that lacks its last boundary, is cut, empty or doubled harms nobody, at every entrance', async (t) => {
  const { nobody, signIn, db, folder, address, host, origin } = await aHouse(t, { MAX_FILE_MB: '4' })
  const citizen = await signIn('congdan')
  const clerk = await signIn('motcua.liemphong')
  const opened = await citizen.post('/nop-ho-so/1.001193', { tu: '' })
  const draft = opened.headers.get('location') ?? ''
  assert.match(draft, /^\/ho-so\/nhap\//)
  const entrances: [string, typeof nobody][] = [
    ['/kiem-tra', nobody],
    ['/kiem-tra/ABCDEFGHJKLM/dinh-kem', nobody],
    [`/api/agent/${'a'.repeat(43)}`, nobody],
    [`${draft}/dinh-kem?giay=x`, nobody],
    [`${draft}/dinh-kem?giay=x`, citizen],
    ['/ho-so/x/bo-sung', citizen],
    ['/ky-so/hinh?/chu-ky', clerk],
    ['/viec/x/bo-sung', clerk],
    ['/viec/x/dinh-kem', clerk],
    ['/viec/x/ban-sao/tai-len', clerk],
    ['/quan-tri/chung-thuc-so/nhap', clerk],
    ['/dang-nhap', nobody],
  ]
  for (const [path, who] of entrances) {
    const bodies: [string, string, (string | Buffer)[]][] = [
      ['no last boundary', TYPE, [head(), 'hello']],
      ['two files', TYPE, [head(), 'hello\r\n', head(), 'hello', END]],
      ['nothing chosen', TYPE, [head('tep', ''), END]],
      ['an empty body', TYPE, []],
      ['no boundary', 'multipart/form-data', [head(), 'hello', END]],
      ['many parts', TYPE, [head('a', '').repeat(9000), END]],
      ['a form of text', 'application/x-www-form-urlencoded', ['a=b']],
      ['text', 'text/plain', ['a']],
      ['a file of 2 MB', TYPE, [head(), pdf(2 * MB), END]],
    ]
    for (const [name, type, body] of bodies) {
      const { status } = await who.raw(path, type, body)
      assert.ok(status >= 200 && status < 500, `${path} ${name}: ${status}`)
    }
    const { hostname, port } = new URL(address)
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${origin}\r\nCookie: ${who.cookie}\r\nContent-Type: ${TYPE}\r\nContent-Length: 900000\r\n\r\n${head()}${'a'.repeat(200_000)}`,
    )
    await wait(150)
    socket.destroy()
  }
  await wait(500)
  assert.deepEqual(incoming(folder), [], 'no temporary file stays')
  assert.equal((await nobody.get('/')).status, 200)
  assert.equal((await db.selectFrom('draft_attachment').select('id').execute()).length, 0)
})

test('What a page promises comes in: 2 MB and the promised maximum; one byte more is refused with its sentence', async (t) => {
  const { nobody, signIn, db } = await aHouse(t, { MAX_FILE_MB: '4' })
  const citizen = await signIn('congdan')
  const draft = (await citizen.post('/nop-ho-so/1.001193', { tu: '' })).headers.get('location') ?? ''
  const page = await (await citizen.get(`${draft}/giay-to`)).text()
  const action = /action="(\/ho-so\/nhap\/[^"]+\/dinh-kem\?giay=[^"]+)"/.exec(page)?.[1]?.replaceAll('&amp;', '&')
  assert.ok(action)
  for (const bytes of [2 * MB, 4 * MB]) {
    const added = await citizen.raw(action, TYPE, [head(), pdf(bytes), END])
    assert.match(added.headers, /location: \S*da=them/i, `${bytes}`)
    assert.equal(pdf(bytes).length, bytes)
    const checked = await nobody.raw('/kiem-tra', TYPE, [head(), pdf(bytes), END])
    assert.match(checked.headers, /location: \/kiem-tra\/ket-qua\//i, `${bytes}`)
    const compared = await nobody.raw('/kiem-tra/ABCDEFGHJKLM/dinh-kem', TYPE, [head(), pdf(bytes), END])
    assert.match(compared.headers, /location: \S*tep=[0-9a-f]{64}/i)
  }
  assert.equal((await db.selectFrom('draft_attachment').select('id').execute()).length, 2)
  const over = await citizen.raw(action, TYPE, [head(), pdf(4 * MB + 1), END])
  assert.match(over.headers, /location: \S*loi=platform.file-too-large/i)
  const checked = await nobody.raw('/kiem-tra', TYPE, [head(), pdf(4 * MB + 1), END])
  assert.deepEqual([checked.status, /lớn hơn mức cho phép/.test(checked.body)], [413, true])
  assert.equal((await nobody.raw('/kiem-tra', TYPE, [head(), pdf(6 * MB), END])).status, 413)
})

test('A picture that is too large is refused at once, while its sender still sends', async (t) => {
  const { signIn } = await aHouse(t)
  const chairman = await signIn('chutich.liemphong')
  const picture = [head('tep', 'a.png'), Buffer.alloc(700_000, 'a'), END]
  const { status } = await chairman.raw('/ky-so/hinh?/chu-ky', TYPE, picture)
  assert.ok([303, 403, 422].includes(status), `${status}`)
})
