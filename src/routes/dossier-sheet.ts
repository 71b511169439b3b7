import { type DossierLine, STATES } from '#server/dossiers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import { channelWords, timelinessWords } from '#ui/format.ts'
import type { Column } from './spreadsheet.ts'

export type DossierSheetRow = DossierLine & { procedure: string }

/** Dossiers of a list with the words a spreadsheet shows. */
export async function* dossierRows(
  db: Db,
  lines: Iterable<DossierLine> | AsyncIterable<DossierLine>,
): AsyncGenerator<DossierSheetRow> {
  for await (const line of lines) {
    const { content } = await getVersion(db, line.versionId)
    yield { ...line, procedure: content.shortName ?? content.name }
  }
}

/** Columns of dossiers: what was found, and what a citizen filed. */
export const DOSSIER_COLUMNS: Column<DossierSheetRow>[] = [
  { header: 'Mã hồ sơ', width: 28, of: (line) => line.code },
  { header: 'Chủ hồ sơ', width: 28, of: (line) => line.ownerName },
  { header: 'Thủ tục', width: 44, of: (line) => line.procedure },
  { header: 'Tình trạng', width: 30, of: (line) => STATES[line.state].words },
  { header: 'Cách nộp', of: (line) => channelWords(line.channel) },
  { header: 'Gửi lúc', kind: 'moment', of: (line) => line.filedAt },
  { header: 'Tiếp nhận lúc', kind: 'moment', of: (line) => line.acceptedAt },
  { header: 'Hẹn trả', kind: 'moment', of: (line) => line.dueAt },
  { header: 'Có kết quả lúc', kind: 'moment', of: (line) => line.settledAt },
  { header: 'So với hẹn', width: 14, of: (line) => timelinessWords(line.timeliness) },
  { header: 'Đang ở', width: 44, of: (line) => line.holderWords },
]
