import type { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { closeVersion, insertVersion, listVersions, lockDirectory, type VersionRow } from '../queries-organisations.ts'
import { Basis, OrganisationFacts, OrganisationId, StartDay } from '../vocabulary.ts'
import { decideName, factsOf } from './establish.ts'
import { decideFollowed, decidePlace, decideStart } from './tree-rules.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const ChangeOrganisation = OrganisationFacts.extend({
  id: OrganisationId,
  parentId: OrganisationId.nullable(),
  from: StartDay,
  legalBasis: Basis,
})
export type ChangeOrganisation = z.infer<typeof ChangeOrganisation>

/** The version that ends when the changed one begins. @throws Refusal of place, name and day, `directory.nothing-changes`. */
export function decideChange(versions: readonly VersionRow[], command: ChangeOrganisation, today: string): VersionRow {
  decideStart(command.from, today)
  const followed = decideFollowed(versions, command.id, command.from) as VersionRow
  const { name, functions, address, phone } = factsOf(command)
  const before = [followed.name, [...followed.functions].sort(), followed.address, followed.phone, followed.parentId]
  if (JSON.stringify(before) === JSON.stringify([name, [...functions].sort(), address, phone, command.parentId]))
    throw new Refusal('directory.nothing-changes')
  if (command.parentId === null && followed.parentId !== null) throw new Refusal('directory.parent-missing')
  if (command.parentId !== null) decidePlace(versions, command.id, command.parentId, command.from)
  decideName([...versions], command)
  return followed
}

/** Changes an organisation from a day on (đổi tên, chuyển đơn vị chủ quản, địa chỉ, chức năng): a version follows the one in force; the past stays. */
export function changeOrganisation(call: Call, command: ChangeOrganisation): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    const reach = [command.id, ...(command.parentId ? [command.parentId] : [])]
    await lockDirectory(db)
    const versions = await listVersions(db)
    const stays = versions.find((each) => each.id === command.id && each.to === null)?.parentId === command.parentId
    await requireReach(within, stays ? [command.id] : reach)
    const followed = decideChange(versions, command, vietnamDate(now))
    const { id, from, parentId, legalBasis } = command
    await closeVersion(db, id, followed.from, from)
    await insertVersion(db, {
      ...factsOf(command),
      ...{ id, from, to: followed.to, parentId, legalBasis, sortOrder: followed.sortOrder, email: followed.email },
    })
    recordAudit(within, 'directory.change-organisation', id, id, { from, parentId, legalBasis })
    return { id }
  })
}
