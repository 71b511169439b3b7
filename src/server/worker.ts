import './guards.ts'
import { certificateRecorded, pinUnlocked, warnOfEnding } from './certificates/index.ts'
import { bringSearchAlong, dossierEvent, succeedUnits, tellFiler, warnOfCalendar } from './dossiers/index.ts'
import { checkKeptFiles, lookAtOlder, removeUnnamed, scanWaiting } from './files/index.ts'
import { countDossierEvent } from './insight/index.ts'
import { stampAnchor } from './platform/anchor-stamps.ts'
import { recordKeyChanges, recordKeyedFrom } from './platform/audit-key.ts'
import { AnchorKeeper } from './platform/anchor-keeper.ts'
import { securityChanged, tokenMade } from './accounts/index.ts'
import { tellHolderOfToken, tellOfSecurityChange } from './notices/index.ts'
import { listen, runAnnouncementPump } from './platform/announcement-pump.ts'
import { systemActor } from './platform/call.ts'
import type { House } from './platform/house.ts'
import { removeExpired } from './platform/housekeeping.ts'
import { removeTemporary } from './platform/temporary-files.ts'
import { paperEnded } from './papers/index.ts'
import {
  afterComplete,
  afterCorrectionComplete,
  afterCorrectionSigned,
  afterEnded,
  afterSealed,
  afterSigned,
} from './results/index.ts'
import {
  COMPLETE_SIGNATURE,
  completeSignature,
  outageOver,
  paperComplete,
  equipDemonstration,
  attachPreparedKey,
  openLockedKey,
  paperSealed,
  paperSigned,
  renewArchiveTimestamps,
  signatureWaits,
  signingHouse,
  tellOfOutageOver,
  tellOfWaiting,
} from './signing/index.ts'
import { type Jobs, runJobs } from './platform/jobs.ts'
import { channels, sendWaiting } from './platform/outbox-sender.ts'

/** Who listens to what: the one place that knows both sides. */
export function bindListeners(origin = '') {
  listen(tokenMade, tellHolderOfToken)
  listen(securityChanged, tellOfSecurityChange)
  listen(dossierEvent, (call, told) => tellFiler(call, told, origin))
  listen(paperSigned, afterSigned)
  listen(paperSealed, afterSealed)
  listen(paperComplete, afterComplete)
  listen(paperSigned, afterCorrectionSigned)
  listen(paperComplete, afterCorrectionComplete)
  listen(paperEnded, afterEnded)
  listen(dossierEvent, countDossierEvent)
  listen(signatureWaits, tellOfWaiting)
  listen(pinUnlocked, openLockedKey)
  listen(certificateRecorded, attachPreparedKey)
  listen(outageOver, tellOfOutageOver)
}

/** What runs when, in UTC: Viet Nam is seven hours ahead. `succeed-units` runs every hour, also just after midnight there, when units begin and end. */
const CRONTAB = [
  '* * * * * send-outbox',
  '* * * * * anchor-heads',
  '23 * * * * stamp-anchor',
  '17 * * * * remove-expired',
  '5 * * * * succeed-units',
  '*/10 * * * * bring-search-along',
  '20 0 * * * warn-of-ending-certificates',
  '25 0 * * * warn-of-calendar',
  '40 18 * * * renew-archive-timestamps',
  '*/5 * * * * scan-waiting-files',
  '*/10 * * * * look-at-older-files',
  '25 * * * * check-kept-files',
  '35 * * * * remove-unnamed-files',
  '* * * * * equip-demonstration',
].join('\n')

/** Runs announcements and jobs until stopped. `alone`: this program holds the program lock, so no other worker may be alive. */
export async function startWorker({ db, pool, settings }: House, alone: boolean): Promise<() => Promise<void>> {
  bindListeners(settings.origin)
  await recordKeyedFrom(db, new Date())
  await recordKeyChanges(db, new Date())
  const send = channels(settings)
  const anchors = new AnchorKeeper(settings.dataDir, settings.anchorDir)
  const signing = await signingHouse(db, settings)
  const jobs: Jobs = {
    'send-outbox': async (_, now) => void (await sendWaiting(db, send, now)),
    'anchor-heads': async (_, now) => void (await anchors.write(db, now)),
    'stamp-anchor': async (_, now) =>
      void (await stampAnchor(db, settings.dataDir, (imprint) => signing.validation.stamp('SHA-256', imprint), now)),
    'bring-search-along': async (_, now) => void (await bringSearchAlong({ db, actor: systemActor, now })),
    'succeed-units': async (_, now) => void (await succeedUnits({ db, actor: systemActor, now })),
    'warn-of-ending-certificates': async (_, now) => void (await warnOfEnding({ db, actor: systemActor, now })),
    'warn-of-calendar': async (_, now) => void (await warnOfCalendar({ db, actor: systemActor, now })),
    [COMPLETE_SIGNATURE]: (payload, now) =>
      completeSignature({ db, actor: systemActor, now }, signing, (payload as { id: string }).id),
    'renew-archive-timestamps': async (_, now) =>
      void (await renewArchiveTimestamps({ db, actor: systemActor, now }, signing)),
    'equip-demonstration': async (_, now) =>
      void (settings.demonstration && (await equipDemonstration(db, signing, now))),
    'scan-waiting-files': (_, now) => scanWaiting(db, settings, now),
    'look-at-older-files': (_, now) => lookAtOlder(db, settings, now),
    'check-kept-files': (_, now) => checkKeptFiles(db, settings, now),
    'remove-unnamed-files': (_, now) => removeUnnamed(db, settings, now),
    'remove-expired': async (_, now) => {
      await removeExpired(db, now, { messageDays: settings.messageDays })
      await removeTemporary(settings.dataDir, now)
    },
  }
  await bringSearchAlong({ db, actor: systemActor, now: new Date() })
  const stopJobs = await runJobs(pool, jobs, CRONTAB, alone)
  const stopPump = runAnnouncementPump(db)
  return async () => void (await Promise.all([stopPump(), stopJobs()]))
}
