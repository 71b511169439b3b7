import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'
import { REFUSALS } from '#server/refusals.ts'
import { tokenBy } from '#tools/attack/actors.ts'
import { aHouse } from './house.ts'

const VIETNAMESE = /[ăâđêôơưàáạảãầấậẩẫằắặẳẵèéẹẻẽềếệểễìíịỉĩòóọỏõồốộổỗờớợởỡùúụủũừứựửữỳýỵỷỹ]/i
const ENGLISH = /\b(the|expected|invalid|unknown|not|found|error|refused|must|required|with|this)\b/i
type Told = { title?: string; detail?: string; status?: number; faults?: { path: string; words: string }[] }

test('whatever the API refuses it says in a Vietnamese sentence, and each fault at its place', async (t) => {
  const { address, host, signIn } = await aHouse(t)
  const administrator = await signIn('quantri')
  const token = await tokenBy(address, { name: '', cookie: administrator.cookie, addresses: [] })
  assert.ok(token)
  const signed = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const key = { ...signed, 'idempotency-key': 'mot' }
  const asked: [string, RequestInit?][] = [
    ['/api/khong-co'],
    ['/api/procedures/khong-co'],
    ['/api/procedures?limit=x'],
    ['/api/procedures?limit=0'],
    ['/api/procedures?after=x'],
    ['/api/dossiers/000.00.00.H25-261130-9999/progress'],
    ['/api/papers/ABCDEFGHJKLM'],
    ['/api/papers/%00'],
    ['/api/dossiers'],
    ['/api/dossiers', { headers: { authorization: 'Basic x' } }],
    ['/api/dossiers', { headers: { authorization: 'Bearer dinh_khong' } }],
    ['/api/dossiers', { method: 'POST', body: '{}' }],
    ['/api/dossiers', { method: 'POST', body: '{}', headers: signed }],
    ['/api/dossiers', { method: 'POST', body: '{', headers: key }],
    ['/api/dossiers', { method: 'POST', body: '{}', headers: key }],
    ['/api/dossiers', { method: 'POST', body: '{"procedureVersionId":"x","answers":7,"sets":-1,"x":1}', headers: key }],
    ['/api/dossiers/000.00.00.H25-261130-9999/step', { method: 'POST', body: '{"act":"x"}', headers: key }],
    ['/api/files', { method: 'PUT', body: 'x', headers: { authorization: 'Bearer dinh_khong' } }],
    ['/api/files', { method: 'PUT', body: '', headers: signed }],
  ]
  for (const [path, init] of asked) {
    const answer = await fetch(`${address}${path}`, init)
    const told = (await answer.json()) as Told
    assert.ok(answer.status >= 400 && answer.status < 500, `${path}: ${answer.status}`)
    for (const words of [told.title, told.detail, ...(told.faults ?? []).map((each) => each.words)]) {
      assert.match(words ?? '', VIETNAMESE, `${path}: ${JSON.stringify(told)}`)
      assert.doesNotMatch(words!.replace(/"[^"]*"|true|false|null|[\w-]+, /g, ''), ENGLISH, `${path}: ${words}`)
    }
  }
  const twice = await (
    await import('#tools/attack/connection.ts')
  ).sendRaw(address, [`GET /api/procedures HTTP/1.1\r\nHost: ${host}\r\nHost: x\r\nConnection: close\r\n\r\n`])
  assert.match(twice.body, /Yêu cầu chưa đủ/)
})

test('every refusal of the house has a Vietnamese sentence, and the API makes no problem without one', () => {
  for (const [code, { vi }] of Object.entries(REFUSALS))
    if (!/^\{\w+\}\.?$/.test(vi)) assert.match(vi, VIETNAMESE, code)
  for (const file of globSync('src/server/api/*.ts', { cwd: PROJECT }))
    assert.doesNotMatch(readFileSync(PROJECT + file, 'utf8'), /problem\(\d+, '/, file)
})
