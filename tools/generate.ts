import { parseArgs } from 'node:util'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { generateDossiers } from '../seeds/dossiers/generate.ts'
import { seedDemonstration } from '../seeds/index.ts'

/** `npm run generate -- --dossiers N [--seed N] [--as-of DATE]`: invented dossiers with plausible histories, reproducible. Prints one JSON line. */
const { values } = parseArgs({
  options: { dossiers: { type: 'string' }, seed: { type: 'string', default: '1' }, 'as-of': { type: 'string' } },
})
const count = Number(values.dossiers)
const seed = Number(values.seed)
const asOf = values['as-of'] ? new Date(`${values['as-of']}T17:00:00+07:00`) : new Date()
if (!Number.isInteger(count) || count < 1 || !Number.isInteger(seed) || Number.isNaN(asOf.getTime())) {
  process.stderr.write('Usage: npm run generate -- --dossiers N [--seed N] [--as-of YYYY-MM-DD]\n')
  process.exit(2)
}
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130))
const house = await openHouse(readSettings(), 4)
try {
  await prepareHouse(house)
  await seedDemonstration(house.db, new Date())
  const started = performance.now()
  const progress = (done: number) => process.stderr.write(`${done} of ${count} dossiers\n`)
  await generateDossiers(house.db, house.pool, {
    count,
    seed,
    asOf,
    days: count > 20_000 ? 730 : 150,
    papers: [],
    progress,
  })
  const seconds = Math.round((performance.now() - started) / 100) / 10
  process.stdout.write(`${JSON.stringify({ dossiers: count, seed, asOf: asOf.toISOString(), seconds })}\n`)
} finally {
  await house.close()
}
