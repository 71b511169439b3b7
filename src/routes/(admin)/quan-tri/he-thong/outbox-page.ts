import { type Call, mayForHouse } from '#server/platform/call.ts'
import { readPlace } from '#server/platform/identifiers.ts'
import { listOutbox } from '#server/platform/operator-queries.ts'
import { Refusal } from '#server/platform/refusal.ts'

export type OutboxLine = Awaited<ReturnType<typeof listOutbox>>[number]
export type OutboxPlace = { at: Date; id: string }

/** States of a message in words. */
export const MESSAGE_STATES: Record<string, string> = {
  waiting: 'đang chờ gửi',
  sent: '✓ đã gửi',
  kept: 'giữ lại (chưa nối kênh gửi)',
  failed: '✕ không gửi được',
}

/** Jobs and messages are for whoever runs the house. @throws Refusal `accounts.no-right`. */
export const requireOperator = ({ actor }: Call) => {
  if (!mayForHouse(actor, 'jobs.view')) throw new Refusal('accounts.no-right')
}

/** The place a page of messages begins after, out of `sau`. */
export const readOutboxPlace = (url: URL): OutboxPlace | undefined => readPlace(url.searchParams.get('sau'))

/** One page of messages, newest first. */
export async function outboxPage(
  call: Call,
  after: OutboxPlace | undefined,
  limit: number,
): Promise<{ items: OutboxLine[]; next: OutboxPlace | null }> {
  requireOperator(call)
  const lines = await listOutbox(call.db, limit + 1, after)
  const items = lines.slice(0, limit)
  const last = items.at(-1)
  return { items, next: lines.length > limit && last ? { at: last.createdAt, id: last.id } : null }
}
