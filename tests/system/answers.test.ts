import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { test } from 'node:test'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { startProgram } from './program.ts'

const PAGES = ['/', '/thu-tuc', '/tra-cuu/khong-co', '/dang-nhap', '/kiem-tra', '/khong-co', '/api']
const OTHERS = ['/api/procedures', '/api/khong-co', '/api/health', '/metrics', '/ca/root', '/tep/x', '/favicon.svg']

test('every answer says what it is and what may run in it; forms of strangers, other methods and foreign origins get nothing', async (t) => {
  await buildPagesWhenNeeded()
  const folder = mkdtempSync('/tmp/dinh-answers-')
  chmodSync(folder, 0o711)
  const program = startProgram('src/start.ts', { DATA_DIR: `${folder}/data`, DEMONSTRATION_PAPERS: 'no' })
  t.after(async () => {
    program.child.kill('SIGTERM')
    await program.ended
    rmSync(folder, { recursive: true, force: true })
  })
  const address = await program.ready
  for (const path of [...PAGES, ...OTHERS]) {
    const { headers } = await fetch(`${address}${path}`, { headers: { origin: 'https://evil.example' } })
    assert.equal(headers.get('x-content-type-options'), 'nosniff', path)
    assert.equal(headers.get('access-control-allow-origin'), null, path)
    assert.equal(headers.get('server'), null, path)
    assert.equal(headers.get('x-powered-by'), null, path)
    if (path === '/favicon.svg') continue
    assert.equal(headers.get('referrer-policy'), 'same-origin', path)
    const policy = headers.get('content-security-policy') ?? ''
    for (const part of ["base-uri 'none'", "frame-ancestors 'self'"])
      assert.ok(policy.includes(part), `${path}: ${part}`)
    assert.match(policy, /object-src 'none'|default-src 'none'/, path)
    if (PAGES.includes(path)) assert.equal(headers.get('content-type'), 'text/html; charset=utf-8', path)
    if (PAGES.includes(path)) assert.ok(!/unsafe-eval|script-src[^;]*unsafe-inline/.test(policy), path)
  }
  const signIn = (origin?: string) =>
    fetch(`${address}/dang-nhap`, {
      method: 'POST',
      redirect: 'manual',
      headers: { accept: 'text/html', ...(origin ? { origin } : {}) },
      body: new URLSearchParams({ ten: 'motcua.liemphong', 'mat-khau': 'Dinh-Ha-Nam-2020' }),
    })
  for (const origin of ['https://evil.example', 'null']) assert.equal((await signIn(origin)).status, 403, origin)
  const cookie = (await signIn(address)).headers.getSetCookie().find((each) => each.startsWith('__Host-'))
  for (const flag of ['Secure', 'HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(cookie?.includes(flag), flag)
  const traced = await new Promise<number>((resolve, reject) => {
    const asked = request(`${address}/`, { method: 'TRACE' }, (answer) => resolve(answer.resume().statusCode ?? 0))
    asked.on('error', reject).end()
  })
  assert.ok(traced >= 400 && traced < 500)
  const listing = await fetch(`${address}/_app/`)
  assert.equal(listing.status, 404)
  for (const path of ['/.git/config', '/package.json', '/src/start.ts', '/../package.json'])
    assert.equal((await fetch(`${address}${path}`)).status, 404, path)
})
