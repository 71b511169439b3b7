import { readdirSync } from 'node:fs'
import { createReadStream } from 'node:fs'
import type pg from 'pg'
import type { Db } from '#server/platform/call.ts'
import { keepFile } from '#server/files/index.ts'
import { generateDossiers } from './dossiers/generate.ts'
import { demonstrationStories } from './dossiers/lives.ts'
import type { SamplePaper } from './dossiers/history.ts'

const folder = new URL('dossiers/papers/', import.meta.url)

async function storePapers(db: Db, dataDir: string, now: Date): Promise<SamplePaper[]> {
  const papers: SamplePaper[] = []
  const house = { dataDir, maxFileBytes: 1_000_000 }
  for (const name of readdirSync(folder).sort())
    papers.push(await keepFile({ db, now }, house, { name, bytes: createReadStream(new URL(name, folder)) }))
  return papers
}

/** Some 2,000 dossiers of the last months, in every state and unit, dated relative to today, so that lists, clocks and figures have something to show. */
export async function seedDossiers(db: Db, pool: pg.Pool, dataDir: string, now: Date) {
  const already = await db.selectFrom('dossier').select('id').limit(1).executeTakeFirst()
  if (already) return
  const papers = await storePapers(db, dataDir, now)
  await generateDossiers(db, pool, {
    count: 2000,
    seed: 2020,
    asOf: now,
    days: 120,
    papers,
    passPapers: true,
    stories: demonstrationStories(),
  })
}
