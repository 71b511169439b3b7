import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { requireHouseSettings } from './change-idle-minutes.ts'
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
  await requireHouseSettings(call)
  const roles = decideSecondFactorRoles(command.roles)
  if (roles instanceof Refusal) throw roles
  await inTransaction(call, async (within) => {
    await saveSecondFactorRoles(within.db, roles, within.now)
    recordAudit(within, 'accounts.second-factor-roles-changed', HOUSE_CHAIN, null, { roles })
  })
}
