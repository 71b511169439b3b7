import { loadDirectory } from '#server/directory/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { saveSecondFactorRoles } from './setting-queries.ts'
import { ROLES_OF_DUTY } from './settings.ts'

/** The rule of the choice: known roles only, and administrators always. */
export function decideSecondFactorRoles(chosen: readonly string[]): readonly string[] | Refusal {
  if (chosen.some((role) => !(ROLES_OF_DUTY as readonly string[]).includes(role)))
    return new Refusal('accounts.unknown-role')
  if (!chosen.includes('administrator')) return new Refusal('accounts.administrators-owe-it')
  return ROLES_OF_DUTY.filter((role) => chosen.includes(role))
}

/** Chooses whose holders owe a second factor (xác thực hai lớp). A setting of the whole house: whoever changes it reaches the whole province. */
export async function changeSecondFactorRoles(call: Call, command: { roles: readonly string[] }) {
  const house = (await loadDirectory(call.db, vietnamDate(call.now)))
    .all()
    .filter((each) => each.kind === 'committee' && each.tier === 'province')
  if (house.length === 0 || !house.every((each) => may(call.actor, 'settings.change', each.id)))
    throw new Refusal('accounts.no-right')
  const roles = decideSecondFactorRoles(command.roles)
  if (roles instanceof Refusal) throw roles
  await inTransaction(call, async (within) => {
    await saveSecondFactorRoles(within.db, roles, within.now)
    recordAudit(within, 'accounts.second-factor-roles-changed', HOUSE_CHAIN, null, { roles })
  })
}
