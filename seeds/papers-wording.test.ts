import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { seededTemplates } from './papers.ts'
import { wordingTable } from './papers-wording.ts'

test('a template counts as verified only with two public copies and nothing left; any other says in one line why not', () => {
  for (const { key, verified, checked } of seededTemplates()) {
    if (verified) assert.ok(checked.against.length >= 2 && checked.remark === '' && checked.result !== 'not-found', key)
    else assert.match(checked.remark, /^[^\n]{10,}\.$/, key)
    assert.equal(checked.against.length === 0, checked.result === 'not-found', key)
  }
})

test('docs/papers/wording.md says what the templates say (npm run papers:wording writes it)', () => {
  assert.equal(readFileSync(new URL('../docs/papers/wording.md', import.meta.url), 'utf8'), wordingTable())
})
