import type { Imported } from '#server/procedures/index.ts'
import type { CatalogueLine } from './catalogue-lines.ts'
import { contentOfLine } from './content-of-line.ts'

/** Reads lines; of two lines with one code the one with papers wins. Reports every line doubted, repeated or refused. */
export function readCatalogue(lines: readonly CatalogueLine[]) {
  const byCode = new Map<string, Imported>()
  const report: string[] = []
  const count = { doubted: 0, refused: 0, repeated: 0 }
  for (const line of lines) {
    const { content, decision, doubts, refused } = contentOfLine(line)
    if (!content) {
      count.refused += 1
      report.push(`TỪ CHỐI\t${line.place}\t${refused}`)
      continue
    }
    if (doubts.length > 0) {
      count.doubted += 1
      report.push(`NGHI NGỜ\t${line.place}\t${content.code}\t${doubts.join('; ')}`)
    }
    const before = byCode.get(content.code)
    if (before) {
      count.repeated += 1
      report.push(`TRÙNG MÃ\t${line.place}\t${content.code}`)
      if (before.content.requiredDocuments.length > 0 || content.requiredDocuments.length === 0) continue
    }
    byCode.set(content.code, { content, decision })
  }
  return { imported: [...byCode.values()], report, lines: lines.length, ...count }
}
