import { z } from 'zod'
import { HOUSE_CHAIN, recordAudit } from './audit.ts'
import { type Call, inTransaction, mayForHouse } from './call.ts'
import { restartAnnouncement, restartMessage } from './operator-queries.ts'
import { Refusal } from './refusal.ts'

const Id = z.uuid()

function idOf({ actor }: Call, typed: string): string {
  if (!mayForHouse(actor, 'jobs.view')) throw new Refusal('accounts.no-right')
  const id = Id.safeParse(typed)
  if (!id.success) throw new Refusal('platform.nothing-to-repeat')
  return id.data
}

/** Puts a message that failed, or was kept for want of a channel, on its way again, with all its tries before it; a secret that has gone is not sent again. */
export const sendMessageAgain = (call: Call, typed: string) =>
  inTransaction(call, async (within) => {
    const id = idOf(within, typed)
    if ((await restartMessage(within.db, id)) === 0) throw new Refusal('platform.nothing-to-repeat')
    recordAudit(within, 'outbox.sent-again', HOUSE_CHAIN, id)
  })

/** Lets an announcement that failed run again at once. */
export const runAnnouncementAgain = (call: Call, typed: string) =>
  inTransaction(call, async (within) => {
    const id = idOf(within, typed)
    if ((await restartAnnouncement(within.db, id)) === 0) throw new Refusal('platform.nothing-to-repeat')
    recordAudit(within, 'announcement.run-again', HOUSE_CHAIN, id)
  })
