import { own } from '#own-keys'
import type { Issuer } from '../facts.ts'
import type { BookLine } from '../queries.ts'
import { dayInFigures, dayInWords, momentInFigures } from '../words.ts'

const RETURNS: Record<string, string> = { collect: 'Tại bộ phận', post: 'Bưu chính', electronic: 'Trực tuyến' }

/** Sổ theo dõi hồ sơ (form 06 of TT 01/2018, 07 of TT 03/2025) of a desk and a period: one line a dossier, in the order of reception. */
export function bookData(
  lines: readonly BookLine[],
  { issuer, from, until }: { issuer: Issuer; from: Date; until: Date },
  names: { procedure: (versionId: string) => string; unit: (id: string) => string },
) {
  const last = new Date(until.getTime() - 1)
  return {
    ...{ over: issuer.over, desk: issuer.desk, book: '01', year: dayInFigures(from).slice(-4) },
    ...{ from: dayInWords(from), to: dayInWords(last) },
    lines: lines.map((line) => ({
      code: line.code ?? '',
      procedure: names.procedure(line.versionId),
      sets: String(line.sets).padStart(2, '0'),
      owner: line.ownerName,
      address: [line.ownerAddress, line.ownerPhone].filter(Boolean).join(', '),
      agency: names.unit(line.handlingId),
      received: line.acceptedAt ? momentInFigures(line.acceptedAt) : '',
      due: line.dueAt ? momentInFigures(line.dueAt) : '',
      returned: line.returnedAt ? momentInFigures(line.returnedAt) : '',
      manner: own(RETURNS, line.returnBy) ?? '',
      signature: '',
      note: line.timeliness === 'late' ? 'Quá hạn' : '',
    })),
  }
}
