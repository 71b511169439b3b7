import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fullSeeds } from '../../../../seeds/procedures.ts'
import { fieldsOf, liveSection, sectionsOf } from '../index.ts'

const ON = '2026-11-30'

test('a page knows every question its own answers may open, with what opens it and nothing of other pages', () => {
  const opened = new Set<string>()
  for (const { content } of fullSeeds())
    for (const { key, fields } of sectionsOf(content.form!, {}, ON)) {
      const asked = new Set(fieldsOf(fields).map((each) => each.path))
      for (const field of liveSection(content.form!, key, {}, ON)!.fields) {
        if (!field.live || field.live.asked) continue
        assert.ok(!asked.has(field.path), field.path)
        opened.add(`${content.code} ${field.path}`)
        for (const [, path] of JSON.stringify(field.live.when).matchAll(/"field":"([^"]+)"/g))
          assert.ok(path!.startsWith(`${key}.`), `${field.path} asks for ${path}`)
      }
    }
  assert.ok(opened.has('1.000656 deceased.lastResidence') && opened.size > 20, [...opened].join(', '))
})

test('what another page decided is decided: asked without a condition, or not on the page at all', () => {
  for (const { content: other } of fullSeeds())
    for (const section of sectionsOf(other.form!, {}, ON)) {
      const live = liveSection(other.form!, section.key, {}, ON)!
      const now = fieldsOf(live.fields).filter((each) => !each.live || each.live.asked)
      const closed = fieldsOf(live.fields.filter((each) => each.live && !each.live.asked)).map((each) => each.path)
      assert.deepEqual(
        now.map((each) => each.path).filter((path) => !closed.includes(path)),
        fieldsOf(section.fields).map((each) => each.path),
        `${other.code} ${section.key}`,
      )
    }
})
