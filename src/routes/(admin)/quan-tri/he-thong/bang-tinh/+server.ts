import { own } from '#own-keys'
import { type Column, everyPage, spreadsheet } from '../../../../spreadsheet.ts'
import { MESSAGE_STATES, type OutboxLine, outboxPage, type OutboxPlace } from '../outbox-page.ts'
import type { RequestHandler } from './$types.js'

const COLUMNS: Column<OutboxLine>[] = [
  { header: 'Lúc', kind: 'moment', of: (message) => message.createdAt },
  { header: 'Kênh', width: 12, of: (message) => (message.channel === 'sms' ? 'Tin nhắn' : 'Thư') },
  { header: 'Đến', width: 28, of: (message) => message.recipient },
  { header: 'Nội dung', width: 80, of: (message) => message.body },
  { header: 'Tình trạng', width: 28, of: (message) => own(MESSAGE_STATES, message.state) ?? message.state },
  { header: 'Lỗi', width: 40, of: (message) => message.lastError },
]

/** The messages that were sent, wait or failed, as a spreadsheet. */
export const GET: RequestHandler = async ({ locals: { call } }) => {
  const load = (after: OutboxPlace | undefined) => outboxPage(call, after, 1000)
  const first = await load(undefined)
  const items = everyPage((after: OutboxPlace | undefined) => (after ? load(after) : Promise.resolve(first)))
  return spreadsheet(call.now, { file: 'tin-gui-di', title: 'Tin gửi đi', columns: COLUMNS, items })
}
