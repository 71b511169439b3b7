import { own } from '#own-keys'
import type { z } from '@hono/zod-openapi'

type Issue = z.core.$ZodIssue

const KINDS: Record<string, string> = {
  ...{ string: 'một chuỗi chữ', number: 'một số', int: 'một số nguyên', boolean: 'true hoặc false' },
  ...{ array: 'một danh sách', object: 'một đối tượng', record: 'một đối tượng', null: 'null', date: 'một ngày' },
}
const FORMATS: Record<string, string> = {
  ...{ uuid: 'Không phải mã định danh (UUID).', date: 'Không phải ngày (năm-tháng-ngày).' },
  ...{ datetime: 'Không phải thời điểm (ISO 8601).', regex: 'Không đúng dạng.' },
}
const unitOf = (origin: string) => (origin === 'string' ? ' ký tự' : origin === 'array' ? ' phần' : '')

/** What is wrong with one part of what a program sent, as a sentence; what a schema says itself stays. */
export function inputWords(issue: Issue): string {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? 'Thiếu, hoặc không phải ' + (own(KINDS, issue.expected) ?? issue.expected) + '.'
        : `Phải là ${own(KINDS, issue.expected) ?? issue.expected}.`
    case 'too_small':
      return `Ít nhất ${String(issue.minimum)}${unitOf(issue.origin)}.`
    case 'too_big':
      return `Nhiều nhất ${String(issue.maximum)}${unitOf(issue.origin)}.`
    case 'invalid_value':
      return `Chỉ nhận: ${issue.values.map(String).join(', ')}.`
    case 'unrecognized_keys':
      return `Không có phần tên ${issue.keys.join(', ')}.`
    case 'invalid_format':
      return own(FORMATS, issue.format) ?? 'Không đúng dạng.'
    case 'custom':
      return issue.message.startsWith('Invalid') ? 'Chưa đúng mẫu.' : issue.message
    default:
      return 'Chưa đúng mẫu.'
  }
}
