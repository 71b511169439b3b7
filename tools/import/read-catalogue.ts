import { type Imported, outranks } from '#server/procedures/index.ts'
import type { CatalogueLine } from './catalogue-lines.ts'
import { contentOfLine } from './content-of-line.ts'

/** Reads lines; of two lines with one code the one of the higher-ranked source stays. Reports every line doubted, repeated or refused. */
export function readCatalogue(lines: readonly CatalogueLine[]) {
  const byCode = new Map<string, Imported>()
  const report: string[] = []
  const count = { doubted: 0, refused: 0, repeated: 0 }
  for (const line of lines) {
    const { content, decision, rank, doubts, refused } = contentOfLine(line)
    const source = line.place.replace(/:\d+$/, '')
    if (!content) {
      count.refused += 1
      report.push(`TỪ CHỐI\t${line.place}\t${refused}`)
      continue
    }
    if (doubts.length > 0) {
      count.doubted += 1
      report.push(`NGHI NGỜ\t${line.place}\t${content.code}\t${doubts.join('; ')}`)
    }
    const imported: Imported = { content, decision, source, rank }
    const before = byCode.get(content.code)
    if (before) {
      count.repeated += 1
      const stays = outranks(imported, before) ? imported : before
      report.push(`TRÙNG MÃ\t${line.place}\t${content.code}\tgiữ dòng của ${stays.source}`)
      if (stays === before) continue
    }
    byCode.set(content.code, imported)
  }
  return { imported: [...byCode.values()], report, lines: lines.length, ...count }
}
