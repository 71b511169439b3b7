import { z } from 'zod'
import { Signs, Sources } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { textOf } from '../../../refused.ts'

/** Text with its tabs and line ends as they are meant: a source is not trimmed. */
export function sourceOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string'
    ? value
        .normalize('NFC')
        .replace(/\r\n?/g, '\n')
        .replace(/(?![\n\t])\p{Cc}/gu, '')
        .slice(0, 400_000)
    : ''
}

/** @throws Refusal `papers.not-json` with the line. */
function jsonOf<T>(form: FormData, name: string, what: string, shape: z.ZodType<T>): T {
  const text = sourceOf(form, name)
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const why = (error as Error).message
    const at = Number(/position (\d+)/.exec(why)?.[1] ?? text.length)
    throw new Refusal('papers.not-json', { what, line: text.slice(0, at).split('\n').length, why })
  }
  const read = shape.safeParse(value)
  if (read.success) return read.data
  const [first] = read.error.issues
  throw new Refusal('papers.draft-shape', { where: [what, ...(first?.path ?? [])].join('.'), why: first?.message })
}

const Thing = z.record(z.string(), z.unknown())

/** What is tried: source, schema, example and signers as typed. @throws Refusal `papers.not-json`, `papers.draft-shape`. */
export const triedFrom = (form: FormData) => ({
  source: sourceOf(form, 'nguon'),
  schema: jsonOf(form, 'luoc-do', 'Lược đồ', Thing),
  example: jsonOf(form, 'vi-du', 'Ví dụ', Thing),
  signs: jsonOf(form, 'nguoi-ky', 'Người ký', z.array(Signs)),
})

/** What is kept of a draft. */
export function draftFrom(form: FormData) {
  const name = textOf(form, 'ten', 300)
  if (!name) throw new Refusal('papers.draft-shape', { where: 'Tên mẫu', why: 'ghi tên' })
  return {
    ...triedFrom(form),
    from: jsonOf(form, 'lay-tu', 'Lấy từ hồ sơ', Sources),
    ...{ name, legalBasis: textOf(form, 'can-cu', 1000), verified: form.has('doi-chieu') },
  }
}
