import { tokenMade } from './accounts/index.ts'
import { dossierEvent, tellFiler } from './dossiers/index.ts'
import { countDossierEvent } from './insight/index.ts'
import { tellHolderOfToken } from './notices/index.ts'
import { anchorHeads } from './platform/anchors.ts'
import { listen, runAnnouncementPump } from './platform/announcement-pump.ts'
import type { House } from './platform/house.ts'
import { removeExpired } from './platform/housekeeping.ts'
import { type Jobs, runJobs } from './platform/jobs.ts'
import { channels, sendWaiting } from './platform/outbox-sender.ts'

/** Who listens to what: the one place that knows both sides. */
export function bindListeners() {
  listen(tokenMade, tellHolderOfToken)
  listen(dossierEvent, tellFiler)
  listen(dossierEvent, countDossierEvent)
}

/** What runs when, in UTC: Viet Nam is seven hours ahead. */
const CRONTAB = ['* * * * * send-outbox', '* * * * * anchor-heads', '17 * * * * remove-expired'].join('\n')

/** Runs announcements and jobs until stopped. `alone`: this program holds the program lock, so no other worker may be alive. */
export async function startWorker({ db, pool, settings }: House, alone: boolean): Promise<() => Promise<void>> {
  bindListeners()
  const send = channels(settings)
  const jobs: Jobs = {
    'send-outbox': async (_, now) => void (await sendWaiting(db, send, now)),
    'anchor-heads': async (_, now) => void (await anchorHeads(db, settings.dataDir, settings.anchorDir, now)),
    'remove-expired': (_, now) => removeExpired(db, now),
  }
  const stopJobs = await runJobs(pool, jobs, CRONTAB, alone)
  const stopPump = runAnnouncementPump(db)
  return async () => void (await Promise.all([stopPump(), stopJobs()]))
}
