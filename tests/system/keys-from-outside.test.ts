import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { test } from 'node:test'
import { buildPagesWhenNeeded } from '#server/platform/build-pages.ts'
import { startProgram } from './program.ts'

const PASSWORD = 'Dinh-Ha-Nam-2020'
const INHERITED = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'valueOf', 'prototype']

async function signIn(address: string, name: string) {
  const answer = await fetch(`${address}/dang-nhap`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: address, accept: 'text/html' },
    body: new URLSearchParams({ ten: name, 'mat-khau': PASSWORD }),
  })
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? ''
  assert.equal(answer.status, 303, name)
  const get = (path: string) => fetch(`${address}${path}`, { headers: { cookie }, redirect: 'manual' })
  const post = (path: string, fields: Record<string, string>) =>
    fetch(`${address}${path}`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin: address, accept: 'text/html' },
      body: new URLSearchParams(fields),
    })
  return { get, post }
}

// Source: review-security.md 2.
test('names that every object inherits open nothing: not in an address, not in a search, not in the rows of a form', async (t) => {
  await buildPagesWhenNeeded()
  const folder = mkdtempSync('/tmp/dinh-keys-')
  chmodSync(folder, 0o711)
  const program = startProgram('src/start.ts', { DATA_DIR: `${folder}/data`, DEMONSTRATION_PAPERS: 'no' })
  t.after(async () => {
    program.child.kill('SIGTERM')
    await program.ended
    rmSync(folder, { recursive: true, force: true })
  })
  const address = await program.ready
  for (const name of INHERITED)
    for (const path of [
      ...[`/thu-tuc?q=${name}`, `/api/procedures?q=${name}`, `/thu-tuc?su-kien=${name}`, `/thu-tuc?co-quan=${name}`],
      ...[`/thu-tuc?cap=${name}&doi-tuong=${name}&linh-vuc=${name}`, `/thu-tuc/bang-tinh?su-kien=${name}`],
      ...[`/kiem-tra/${name}?loi=${name}`, `/co-quan/${name}`, `/tra-cuu/${name}`],
    ])
      assert.ok((await fetch(`${address}${path}`)).status < 500, path)

  const clerk = await signIn(address, 'motcua.liemphong')
  for (const name of INHERITED)
    for (const path of [`/viec?trang-thai=${name}&loai=${name}`, `/so-van-ban/quyen?xong=${name}`, `/the?da=${name}`])
      assert.ok((await clerk.get(path)).status < 500, path)

  const citizen = await signIn(address, 'congdan')
  const begun = await citizen.post('/nop-ho-so/1.001193', {})
  const draft = begun.headers.get('location') ?? ''
  assert.match(draft, /^\/ho-so\/nhap\//)
  for (const path of ['__proto__.planted', 'constructor.prototype.planted', 'constructor.keys', '__proto__'])
    for (const button of ['them-dong', 'bo-dong', 'chon:']) {
      const name = button === 'chon:' ? `chon:applicant.${path}` : button
      const value = button === 'chon:' ? 'may-kia' : `applicant.${path}${button === 'bo-dong' ? '.0' : ''}`
      const answer = await citizen.post(`${draft}/phan/applicant`, { ban: '1', [name]: value })
      assert.ok(answer.status < 500, `${name}=${value}: ${answer.status}`)
    }
  assert.equal((await citizen.get(draft)).status, 200)
  assert.equal((await fetch(`${address}/api/health`)).status, 200)
})
