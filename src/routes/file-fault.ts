import type { Refusal } from '#server/platform/refusal.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'

/** The part of an address that tells a page why a file was refused: the code, and the file's name where the sentence names it. */
export function faultQuery({ code, facts }: Refusal): URLSearchParams {
  const query = new URLSearchParams({ loi: code })
  if (typeof facts.name === 'string') query.set('ten', facts.name)
  if (typeof facts.inside === 'string') query.set('trong', facts.inside)
  return query
}

/** The sentence for what an address tells of a refused file; null when it tells nothing. What it names is text and nothing else. */
export function faultOfAddress({ searchParams }: URL): string | null {
  const code = searchParams.get('loi') ?? ''
  if (!Object.hasOwn(REFUSALS, code)) return null
  const short = (name: string) => (searchParams.get(name) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200)
  return sentenceOf(code, { name: short('ten'), inside: short('trong') }).replace(/ {2,}/g, ' ')
}
