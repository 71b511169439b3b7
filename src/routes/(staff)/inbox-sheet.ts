import { type InboxLine, STATES } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import { channelWords } from '#ui/format.ts'
import type { Column } from '../spreadsheet.ts'

export type InboxRow = InboxLine & { procedure: string; late: boolean }

/** Lines of an inbox with the words a spreadsheet shows. */
export async function* inboxRows({ db, now }: Call, lines: AsyncIterable<InboxLine>): AsyncGenerator<InboxRow> {
  for await (const line of lines) {
    const { content } = await getVersion(db, line.versionId)
    yield { ...line, procedure: content.shortName ?? content.name, late: line.taskDue < now }
  }
}

/** Columns of open tasks: an inbox, and what a unit holds. */
export const INBOX_COLUMNS: Column<InboxRow>[] = [
  { header: 'Hạn của việc', kind: 'moment', of: (line) => line.taskDue },
  { header: 'Trễ hạn', width: 10, of: (line) => (line.late ? 'Trễ' : '') },
  { header: 'Mã hồ sơ', width: 28, of: (line) => line.code },
  { header: 'Chủ hồ sơ', width: 28, of: (line) => line.ownerName },
  { header: 'Thủ tục', width: 44, of: (line) => line.procedure },
  { header: 'Việc', width: 30, of: (line) => line.stepName },
  { header: 'Nhận bàn giao lúc', kind: 'moment', of: (line) => line.receivedAt },
  { header: 'Tình trạng', of: (line) => STATES[line.state].words },
  { header: 'Cách nộp', of: (line) => channelWords(line.channel) },
  { header: 'Gửi lúc', kind: 'moment', of: (line) => line.filedAt },
  { header: 'Hẹn trả', kind: 'moment', of: (line) => line.dueAt },
]
