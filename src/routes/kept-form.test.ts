import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'
import { withoutSecrets } from './kept-form.ts'

test('a form kept when the session had run out holds what was typed, and no password, PIN or one-time code', () => {
  const body = 'ly-do=Thi%E1%BA%BFu+t%E1%BB%9D&mat-khau-ky=246810&mat-khau-khoa=1&ma-mot-lan=2&giay=a&giay=b'
  const form = new FormData()
  for (const [name, value] of new URLSearchParams(body)) form.append(name, value)
  assert.equal(withoutSecrets(form), 'ly-do=Thi%E1%BA%BFu+t%E1%BB%9D&giay=a&giay=b')
})

test('every field of a page that hides what is typed has a name that is never kept', () => {
  const hidden: string[] = []
  for (const file of globSync('src/{routes,ui}/**/*.svelte', { cwd: PROJECT }))
    for (const [tag] of readFileSync(`${PROJECT}${file}`, 'utf8').matchAll(/<\w+\b[^>]*type="password"[^>]*>/gs)) {
      const name = /\bname="([^"]+)"/.exec(tag)?.[1]
      if (name) hidden.push(name)
    }
  assert.ok(hidden.length >= 8, `${hidden.length} found`)
  for (const name of hidden) {
    const form = new FormData()
    form.append(name, 'x')
    assert.equal(withoutSecrets(form), '', name)
  }
})
