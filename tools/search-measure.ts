import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { seedDemonstration } from '../seeds/index.ts'
import { faqQuestions, measure, ownQuestions, type Question } from './search-measure/measure.ts'

/**
 * `npm run search:measure [-- --faq <file>]`: how often the expected procedure stands among the first five, for our own queries and
 * for a file of citizens' questions. stdout: one JSON line a set; stderr: each miss.
 */
const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as never
const at = process.argv.indexOf('--faq')
const faq = at > 0 ? process.argv[at + 1]! : fileURLToPath(new URL('../../shared/data/tthc/faq.json', import.meta.url))
process.on('SIGINT', () => process.exit(130))

const house = await openHouse(readSettings(), 2)
try {
  await prepareHouse(house)
  await seedDemonstration(house.db, new Date())
  const sets: [name: string, questions: Question[]][] = [
    ['own', ownQuestions(read(fileURLToPath(new URL('../seeds/search-queries.json', import.meta.url))))],
  ]
  if (existsSync(faq)) sets.push(['faq', faqQuestions(read(faq))])
  else process.stderr.write(`faq: skipped, there is no file ${faq} (name one with --faq)\n`)
  for (const [set, questions] of sets) {
    const { misses, ...numbers } = await measure(house.db, vietnamDate(new Date()), questions)
    for (const miss of misses) process.stderr.write(`${set}: ${miss}\n`)
    const share = Math.round((numbers.found / Math.max(1, numbers.inCatalogue)) * 1000) / 10
    process.stdout.write(`${JSON.stringify({ set, ...numbers, percentAmongFirst5: share })}\n`)
  }
} finally {
  await house.close()
}
