import { loadImported } from '#server/procedures/index.ts'
import { systemActor } from '#server/platform/call.ts'
import { openHouse, prepareHouse } from '#server/platform/house.ts'
import { readSettings } from '#server/platform/settings.ts'
import { catalogueLines } from './import/catalogue-lines.ts'
import { seedDemonstration } from '../seeds/index.ts'
import { readCatalogue } from './import/read-catalogue.ts'

/** `npm run import -- procedures <file…>`: loads catalogues; stdout holds each doubted or refused line, then a summary. Exit 1 when a whole file could not be read. */
const [what, ...files] = process.argv.slice(2)
if (what !== 'procedures' || files.length === 0) {
  process.stderr.write('Usage: npm run import -- procedures <file…>\n')
  process.exit(2)
}
const lines = files.flatMap(catalogueLines)
const read = readCatalogue(lines)
const house = await openHouse(readSettings(), 2)
try {
  await prepareHouse(house)
  await seedDemonstration(house.db, new Date())
  const count = await loadImported(
    { db: house.db, actor: systemActor, now: new Date(), origin: { requestId: 'npm run import' } },
    read.imported,
  )
  for (const code of count.kept) read.report.push(`GIỮ NGUYÊN\t${code}\tđã có phiên bản của tỉnh, không ghi đè`)
  for (const { code, source, by } of count.outranked)
    read.report.push(`THUA NGUỒN\t${code}\t${source} xếp sau ${by}, không đổi gì`)
  read.report.push(
    `TỔNG\tđọc ${read.lines}\tthêm ${count.added}\tđổi ${count.changed}\tkhông đổi ${count.same}\tgiữ ${count.kept.length}\tthua nguồn ${count.outranked.length}\ttrùng ${read.repeated}\tnghi ngờ ${read.doubted}\ttừ chối ${read.refused}`,
  )
  process.stdout.write(`${read.report.join('\n')}\n`)
  if (lines.some((line) => line.wholeFile)) process.exitCode = 1
} finally {
  await house.close()
}
