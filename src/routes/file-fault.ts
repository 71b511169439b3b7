import type { Refusal } from '#server/platform/refusal.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'

/** The part of an address that tells a page why a file was refused: the code, and the file's name where the sentence names it. */
export const faultQuery = ({ code, facts }: Refusal): URLSearchParams => queryOf({ code, facts }, '')

function queryOf({ code, facts }: Pick<Refusal, 'code' | 'facts'>, at: string): URLSearchParams {
  const query = new URLSearchParams({ [`loi${at}`]: code })
  if (typeof facts.name === 'string') query.set(`ten${at}`, facts.name)
  if (typeof facts.inside === 'string') query.set(`trong${at}`, facts.inside)
  return query
}

/** The sentence for what an address tells of a refused file; null when it tells nothing. What it names is text and nothing else. */
export const faultOfAddress = (url: URL): string | null => sentenceAt(url, '')

function sentenceAt({ searchParams }: URL, at: string): string | null {
  const code = searchParams.get(`loi${at}`) ?? ''
  if (!Object.hasOwn(REFUSALS, code)) return null
  const short = (name: string) => (searchParams.get(name + at) ?? '').replace(/[\p{Cc}\p{Cf}]/gu, '').slice(0, 200)
  return sentenceOf(code, { name: short('ten'), inside: short('trong') }).replace(/ {2,}/g, ' ')
}

/** Of several files sent together: which paper each refused one was for. */
export type PaperRefused = { paper: string; refusal: Pick<Refusal, 'code' | 'facts'> }
const MOST = 30

/** The part of an address that tells of every file that was refused, each with its paper. */
export function faultsQuery(refused: readonly PaperRefused[]): URLSearchParams {
  const all = new URLSearchParams()
  for (const [index, { paper, refusal }] of refused.slice(0, MOST).entries()) {
    const at = index === 0 ? '' : String(index)
    for (const [name, value] of queryOf(refusal, at)) all.set(name, value)
    all.set(`giay${at}`, paper)
  }
  return all
}

/** The sentences for what an address tells of refused files, each with its paper where it names one. */
export const faultsOfAddress = (url: URL): { words: string; paper: string | null }[] =>
  Array.from({ length: MOST }, (_, index) => (index === 0 ? '' : String(index))).flatMap((at) => {
    const words = sentenceAt(url, at)
    return words === null ? [] : [{ words, paper: url.searchParams.get(`giay${at}`) }]
  })
