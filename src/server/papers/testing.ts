import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { Call } from '#server/platform/call.ts'
import { storeFile } from '#server/platform/files.ts'
import { loadTemplates } from './load-templates.ts'
import { changePaperFile, findPaper } from './queries.ts'
import type { Paper } from './schema.ts'
import { one, type PaperHouse, setPaper } from './set-paper.ts'

const SOURCE = '#import "/nd30.typ": *\n#let d = data()\n#d.words #place-for("thu-truong")'

/** For tests: a result of a dossier, set with a small template, signed and sealed in name only; each file differs. */
export async function aSealedPaper(
  call: Call,
  house: PaperHouse,
  {
    subjectId,
    organisationId = 'xa-liem-phong',
    number = 12,
  }: { subjectId: string; organisationId?: string; number?: number },
): Promise<{ paper: Paper; files: string[] }> {
  const template = {
    ...{ key: 'thu-nghiem', kind: 'result' as const, name: 'Giấy xác nhận tình trạng hôn nhân', legalBasis: '' },
    ...{ verified: false, signs: [], from: {}, schema: { type: 'object' }, example: { words: 'Một' }, source: SOURCE },
  }
  await loadTemplates(call.db, [template], { from: '2020-01-01', now: call.now })
  const data = { words: `Giấy của ${subjectId}` }
  const command = {
    templateKey: 'thu-nghiem',
    organisationId,
    subjectKind: 'dossier',
    subjectId,
    title: 'Kết quả',
    data,
  }
  let paper = await setPaper(call, house, command)
  const files = [paper.fileSha256]
  for (const [what, state] of [
    ['signed', 'signing'],
    ['sealed', 'valid'],
    ['timestamped', 'valid'],
  ] as const) {
    const bytes = one(new TextEncoder().encode(`%PDF-1.7 ${what} ${paper.code}`))
    const { sha256 } = await storeFile(call.db, house.dataDir, bytes, { now: call.now, maxBytes: 10_000 })
    const numbers =
      what === 'sealed' ? { number, notation: `${number}/XNHN-UBND`, numberedOn: vietnamDate(call.now) } : {}
    await changePaperFile(call.db, paper, { fileSha256: sha256, state, what, ...numbers }, call.now, 'test')
    paper = (await findPaper(call.db, { id: paper.id }))!
    files.push(sha256)
  }
  return { paper, files }
}
