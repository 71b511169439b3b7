import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counterWords } from './counter-words.ts'

test('ở quầy, tờ khai nói về người nộp, không nói với cán bộ; giá trị và đường dẫn giữ nguyên', () => {
  const at = new Date()
  const fields = [
    {
      path: 'relation',
      title: 'Ông/Bà là gì của trẻ?',
      hint: 'Chọn một. Ông/Bà mang theo giấy tờ của Ông/Bà.',
      options: [{ value: 'Ông/Bà', label: 'Ông/Bà nội' }],
      at,
      least: null,
    },
  ]
  assert.deepEqual(counterWords(fields), [
    {
      path: 'relation',
      title: 'Người nộp là gì của trẻ?',
      hint: 'Chọn một. Người nộp mang theo giấy tờ của người nộp.',
      options: [{ value: 'Ông/Bà', label: 'Ông/Bà nội' }],
      at,
      least: null,
    },
  ])
})
