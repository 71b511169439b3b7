import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formLines, readFormLines } from './form-lines.ts'

const schema = {
  type: 'object',
  required: ['owner', 'grounds', 'rows'],
  properties: {
    owner: { type: 'string', title: 'Cấp cho', minLength: 1 },
    grounds: { type: 'array', title: 'Căn cứ', items: { type: 'string' } },
    rows: {
      type: 'array',
      title: 'Người',
      items: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string', title: 'Họ tên', minLength: 1 }, sum: { type: 'integer', title: 'Mức' } },
      },
    },
    note: { type: 'string', title: 'Ghi chú' },
  },
}
const data = {
  owner: 'Trần Thị Thử',
  grounds: ['Luật Xây dựng', 'Nghị định 15'],
  rows: [{ name: 'Lê Văn Mẫu', sum: 3 }],
}

test('what a template wants is asked line by line, and what was typed comes back as its data', () => {
  const lines = formLines(schema, data)
  assert.deepEqual(
    lines.slice(0, 4).map(({ path, kind, required }) => [path, kind, required]),
    [
      ['owner', 'line', true],
      ['grounds', 'list', false],
      ['rows.0.name', 'line', true],
      ['rows.0.sum', 'line', false],
    ],
  )
  assert.equal(lines.filter((line) => line.path.endsWith('.name')).length, 3)
  assert.ok(lines.filter((line) => line.path.startsWith('rows.2')).every((line) => !line.required))
  const typed = new Map(lines.map((line) => [line.path, line.value]))
  assert.deepEqual(
    readFormLines(schema, (path) => typed.get(path)),
    data,
  )
})

test('nothing typed gives empty values where the template wants them and leaves out what it does not', () => {
  assert.deepEqual(
    readFormLines(schema, () => undefined),
    { owner: '', grounds: [], rows: [] },
  )
})

test('each field says which signs of it the letters of papers do not have, and nothing of what they have', () => {
  const odd = { owner: 'Nhà 🙂 số 5 한', grounds: ['Luật ① ☎'], rows: [{ name: 'Lê Văn Mẫu', sum: 3 }], note: 'ổn – ½' }
  const lines = formLines(schema, odd)
  const unknown = Object.fromEntries(lines.map((each) => [each.path, each.unknown]))
  assert.deepEqual(unknown.owner, ['🙂', '한'])
  assert.deepEqual(unknown.grounds, ['①', '☎'])
  assert.deepEqual([unknown['rows.0.name'], unknown['rows.1.name'], unknown.note], [[], [], []])
})
