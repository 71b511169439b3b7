import { loadDirectory } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { saveIdleMinutes } from './setting-queries.ts'
import { IDLE_BOUNDS, type IdleMinutes } from './settings.ts'

/** @throws Refusal `accounts.no-right` unless this post changes settings of the whole province. */
export async function requireHouseSettings(call: Call) {
  const house = (await loadDirectory(call.db, vietnamDate(call.now)))
    .all()
    .filter((each) => each.kind === 'committee' && each.tier === 'province')
  if (house.length === 0 || !house.every((each) => may(call.actor, 'settings.change', each.id)))
    throw new Refusal('accounts.no-right')
}

/** Whole minutes within the bounds of each kind of account. */
export const areIdleMinutes = (minutes: IdleMinutes) =>
  (['official', 'citizen'] as const).every((kind) => {
    const { least, most } = IDLE_BOUNDS[kind]
    return Number.isInteger(minutes[kind]) && minutes[kind] >= least && minutes[kind] <= most
  })

/** Changes after how many minutes without a page a session asks for the password again (khóa màn hình). A setting of the whole house. */
export async function changeIdleMinutes(call: Call, command: IdleMinutes) {
  await requireHouseSettings(call)
  const minutes = { official: command.official, citizen: command.citizen }
  if (!areIdleMinutes(minutes)) throw new Refusal('accounts.idle-minutes')
  await inTransaction(call, async (within) => {
    await saveIdleMinutes(within.db, minutes, within.now)
    recordAudit(within, 'accounts.idle-minutes-changed', HOUSE_CHAIN, null, minutes)
  })
}
