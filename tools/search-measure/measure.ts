import type { Db } from '#server/platform/call.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { listPublished, searchPublished } from '#server/procedures/index.ts'

export type Question = { query: string; expected: (line: { code: string; name: string }) => boolean; words: string }
export type Measure = { asked: number; inCatalogue: number; found: number; first: number; misses: string[] }

const FIRST = 5

/** Of the questions whose procedure is in the catalogue: for how many it stands among the first five. */
export async function measure(db: Db, on: string, questions: readonly Question[]): Promise<Measure> {
  const all = await listPublished(db, on, {}, Infinity)
  const result: Measure = { asked: questions.length, inCatalogue: 0, found: 0, first: 0, misses: [] }
  for (const question of questions) {
    if (!all.some(question.expected)) continue
    result.inCatalogue += 1
    const hits = await searchPublished(db, on, question.query, {}, FIRST)
    const at = hits.findIndex(question.expected)
    if (at >= 0) result.found += 1
    if (at === 0) result.first += 1
    if (at < 0)
      result.misses.push(
        `"${question.query}"\twanted ${question.words}\tgot ${hits.map((each) => `${each.code} ${each.name.slice(0, 50)}`).join(' | ') || 'nothing'}`,
      )
  }
  return result
}

/** Our own queries, as people type them: `{ query, expected: codes }`. */
export const ownQuestions = (list: readonly { query: string; expected: string[] }[]): Question[] =>
  list.map(({ query, expected }) => ({
    query,
    expected: (line) => expected.includes(line.code),
    words: expected.join(', '),
  }))

const title = (text: string) => fold(text.replace(/^Tên thủ tục:/i, ''))

/** Questions of citizens with the title of the expected procedure; one title may stand under several codes. */
export const faqQuestions = (list: readonly { question: string; expected_procedure_title: string }[]): Question[] =>
  list.map(({ question, expected_procedure_title }) => {
    const wanted = title(expected_procedure_title)
    return { query: question, expected: (line) => title(line.name) === wanted, words: expected_procedure_title }
  })
