import assert from 'node:assert/strict'
import { test } from 'node:test'
import { aPdf } from '#server/files/testing.ts'
import { sendRaw } from '#tools/attack/connection.ts'
import { tokenBy } from '#tools/attack/actors.ts'
import { aHouse } from './house.ts'

const FORM = 'application/x-www-form-urlencoded'

test('A megabyte of parts is refused at once and never parsed; nobody unknown has a form read', async (t) => {
  const { nobody, signIn, as, db } = await aHouse(t)
  const citizen = await signIn('congdan')
  for (const part of ['a&', '&', 'a=b&', 'a=&']) {
    const body = part.repeat(Math.floor(1_000_000 / part.length))
    const began = performance.now()
    assert.equal((await nobody.raw('/dang-nhap', FORM, [body])).status, 413, part)
    assert.equal((await citizen.raw('/tai-khoan?/luu', FORM, [body])).status, 413, part)
    assert.ok(performance.now() - began < 8000, `${part}: ${performance.now() - began} ms`)
  }
  assert.equal((await nobody.raw('/dang-nhap', FORM, ['a=b&'.repeat(4990)])).status, 401, 'a long form is a form')
  assert.equal((await nobody.raw('/dang-nhap', FORM, ['a'.repeat(1_100_000)])).status, 413)
  const stranger = await as('__Host-dinh=x').raw('/ho-so/x/bo-sung', FORM, ['a&'.repeat(400_000)])
  assert.deepEqual([stranger.status, /location: \/dang-nhap/.test(stranger.headers)], [303, true])
  assert.equal((await db.selectFrom('parked_form').select('id').execute()).length, 0)
})

test('Odd paths, identifiers, numbers and cursors are answered with a sentence, at pages and at the API', async (t) => {
  const { address, nobody, signIn } = await aHouse(t)
  const [citizen, clerk, admin] = [
    await signIn('congdan'),
    await signIn('vanthu.liemphong'),
    await signIn('motcua.liemphong'),
  ]
  const paths = [
    ...[
      '/thu-tuc/%00',
      '/tra-cuu/%00',
      '/kiem-tra/%00',
      '/tep/%00',
      '/thu-tuc?q=%00',
      '/thu-tuc?q=%ED%A0%80',
      '/ho-so/nhap/x',
      '/ban-sao/x',
    ],
    ...[
      '/quan-tri/thu-tuc/x',
      '/viec/%00',
      '/giay-to-da-ky/x',
      '/the/x',
      '/ky-so/x',
      '/tiep-tuc/x',
      '/thu-tuc/%E2%80%AE',
      '/thong-bao?sau=x|y',
    ],
    ...[
      '/tra-cuu/a%0D%0Ab',
      '/thu-tuc?trang=1e400',
      '/ho-so/nhap/x/phan/applicant?ban=NaN',
      '/viec?sau=x|y',
      '/tim?q=%00',
    ],
  ]
  for (const path of paths)
    for (const who of [nobody, citizen, clerk, admin]) {
      const { status } = await who.get(path)
      assert.ok(status < 500, `${path}: ${status}`)
    }
  const missing = await nobody.get('/thu-tuc/%00', { accept: 'text/html' })
  assert.deepEqual([missing.status, /Không thấy trang này/.test(await missing.text())], [404, true])
  for (const path of [
    '/api/procedures/%00',
    '/api/dossiers/%00/progress',
    '/api/papers/%00',
    '/api/procedures?q=%00',
  ]) {
    const answer = await fetch(`${address}${path}`)
    assert.ok(answer.status >= 400 && answer.status < 500, path)
    assert.match(answer.headers.get('content-type') ?? '', /problem\+json/)
    assert.ok(((await answer.json()) as { detail?: string }).detail, path)
  }
})

test('An identifier that is none, a place no list gave and a number out of range are told so before the database is asked', async (t) => {
  const { address, signIn } = await aHouse(t)
  const [citizen, clerk] = [await signIn('congdan'), await signIn('motcua.liemphong')]
  const id = '01920000-0000-7000-8000-000000000001'
  for (const [who, path] of [
    [citizen, `/tep/${'-'.repeat(36)}`],
    [citizen, '/ho-so/nhap/x/phan/applicant'],
    [citizen, '/ho-so?sau=x|y'],
    [citizen, `/ho-so?sau=9999-99-99|${id}`],
    [citizen, '/thu-tuc?sau=x'],
    [citizen, '/thu-tuc?q=khai%20sinh&sau=1e400|1.001193'],
    [clerk, '/ky-so/1e3'],
    [clerk, '/viec?sau=x|y'],
    [clerk, `/viec?sau=2026-11-30T02:00:00Z|${'-'.repeat(36)}`],
    [clerk, '/giay-to-da-ky?sau=2026-02-31_x'],
    [clerk, '/ban-sao?sau=1_x'],
  ] as const) {
    const answer = await who.get(path, { accept: 'text/html' })
    assert.deepEqual([answer.status, /Không (thấy|có) trang này/.test(await answer.text())], [404, true], path)
  }
  for (const path of ['/api/procedures?after=x', '/api/procedures?q=khai&after=NaN|1.001193']) {
    const answer = await fetch(`${address}${path}`)
    const { detail } = (await answer.json()) as { detail?: string }
    assert.deepEqual([answer.status, Boolean(detail)], [404, true], path)
  }
  const code = '000.00.08.H25-261130-0001'
  for (const [path, fields] of [
    [`/viec/${code}?/nhan`, { 'ho-so': 'x' }],
    [`/viec/${code}?/nhan`, { 'ho-so': '\u0000' }],
    [`/viec/${code}?/nhan`, { 'ho-so': id, ban: '99999999999999999999' }],
    [`/giay-hen/${code}?/moi`, { 'ho-so': "' or 1=1" }],
  ] as const) {
    const answer = await clerk.post(path, fields)
    assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`)
  }
})

test('Typed text reaches the house without what cannot be seen, and the search finds by it', async (t) => {
  const { signIn, db } = await aHouse(t)
  const citizen = await signIn('congdan')
  const name = 'Nguyễn\u200bThị \u202eMai\u0000'
  await citizen.post('/tai-khoan?/luu', { 'ho-ten': name, 'ngay-sinh': '12/05/1990', so: '035190000011' })
  const { full_name } = await db
    .selectFrom('account')
    .select('full_name')
    .where('login_name', '=', 'congdan')
    .executeTakeFirstOrThrow()
  assert.doesNotMatch(full_name ?? '', /[\p{Cc}\p{Cf}]/u)
  const found = await (await citizen.get('/thu-tuc?q=%E2%80%8Bkhai%C2%AD%20sinh%00')).text()
  assert.match(found, /Đăng ký khai sinh/)
})

test('Programs send bodies of unknown length and of no kind; broken text in their JSON is refused with its place', async (t) => {
  const { address, host, signIn } = await aHouse(t, { MAX_FILE_MB: '2' })
  const token = await tokenBy(address, { name: 'quantri', cookie: (await signIn('quantri')).cookie, addresses: [] })
  assert.ok(token)
  const send = (head: string[], body: (string | Buffer)[]) =>
    sendRaw(address, [
      `${[...head, `Host: ${host}`, `Authorization: Bearer ${token}`, 'Connection: close'].join('\r\n')}\r\n\r\n`,
      ...body,
    ])
  const chunk = (bytes: Buffer) => [`${bytes.length.toString(16)}\r\n`, bytes, '\r\n']
  const put = ['PUT /api/files HTTP/1.1', 'Transfer-Encoding: chunked']
  const pdf = Buffer.from(aPdf(['a'.repeat(1_500_000)]))
  const stored = await send(put, [...chunk(pdf.subarray(0, 9)), ...chunk(pdf.subarray(9)), '0\r\n\r\n'])
  assert.deepEqual([stored.status, stored.body.includes(`"sizeBytes":${pdf.length}`)], [200, true], stored.body)
  const tooLong = await send(put, [...chunk(Buffer.alloc(2_200_000, 'a')), '0\r\n\r\n'])
  assert.deepEqual([tooLong.status, /problem\+json/.test(tooLong.headers)], [413, true])
  for (const json of ['{"owner":{"name":"A\\u0000"}}', '{"owner":{"name":"\\ud800"}}', '{"a":"\u0001"}', '{"a":']) {
    const head = ['POST /api/dossiers HTTP/1.1', 'Idempotency-Key: a', 'Content-Type: application/json']
    const answer = await send([...head, `Content-Length: ${Buffer.byteLength(json)}`], [json])
    assert.ok([400, 422].includes(answer.status) && /problem\+json/.test(answer.headers), `${json}: ${answer.status}`)
    if (json.includes('owner')) assert.match(answer.body, /"path":"owner.name"/)
  }
})

test('Two names of a host, a foreign name and a foreign form are refused in words of this country', async (t) => {
  const { address, host, nobody } = await aHouse(t)
  const twice = await sendRaw(address, [
    `GET / HTTP/1.1\r\nHost: ${host}\r\nHost: evil.example\r\nConnection: close\r\n\r\n`,
  ])
  assert.equal(twice.status, 400)
  const foreign = await fetch(`${address}/dang-nhap`, {
    method: 'POST',
    headers: { origin: 'https://evil.example' },
    body: new URLSearchParams({ ten: 'a' }),
  })
  assert.deepEqual([foreign.status, /không gửi từ trang của cổng/.test(await foreign.text())], [403, true])
  assert.equal((await nobody.get('/')).status, 200)
})
