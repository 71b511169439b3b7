import { globSync, readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { loadTemplates, Template } from '#server/papers/index.ts'
import type { Db } from '#server/platform/call.ts'

const folder = fileURLToPath(new URL('papers/', import.meta.url))

/** The templates that come with the program: `paper.json` and `paper.typ` in a folder each. */
export const seededTemplates = (): (Template & { source: string })[] =>
  globSync('**/paper.json', { cwd: folder })
    .sort()
    .map((file) => ({
      ...Template.parse(JSON.parse(readFileSync(`${folder}${file}`, 'utf8'))),
      source: readFileSync(`${folder}${dirname(file)}/paper.typ`, 'utf8'),
    }))

/** Puts them in force from the first day of the installation's rules; templates the house has already stay as they are. */
export const seedPapers = (db: Db, now: Date) => loadTemplates(db, seededTemplates(), { from: '2018-06-21', now })
