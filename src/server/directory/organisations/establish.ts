import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  insertCode,
  insertOrganisation,
  insertVersion,
  listCodes,
  listVersions,
  lockDirectory,
} from '../queries-organisations.ts'
import {
  Basis,
  CodeScheme,
  OrganisationFacts,
  OrganisationId,
  OrganisationKindWord,
  StartDay,
  TierWord,
} from '../vocabulary.ts'
import { decideCode } from './set-code.ts'
import { decideId, decidePlace, decideStart } from './tree-rules.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const EstablishOrganisation = OrganisationFacts.extend({
  kind: OrganisationKindWord,
  tier: TierWord,
  parentId: OrganisationId,
  from: StartDay,
  legalBasis: Basis,
  codes: z.partialRecord(CodeScheme, z.string().trim().min(1).max(40)).default({}),
})
export type EstablishOrganisation = z.infer<typeof EstablishOrganisation>

/**
 * Establishes an organisation (thành lập cơ quan, đơn vị) under another from a day on. Nothing has its name under the same parent that day.
 * @throws Refusal `directory.no-right`, `directory.in-the-past`, `directory.parent-missing`, `directory.name-taken`, those of codes.
 */
export function establishOrganisation(call: Call, command: EstablishOrganisation): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    await requireReach(within, [command.parentId])
    await lockDirectory(db)
    const [versions, codes] = await Promise.all([listVersions(db), listCodes(db)])
    const { name, parentId, from } = command
    decideStart(from, vietnamDate(now))
    const id = decideId(name, parentId, new Set(versions.map((each) => each.id)))
    decidePlace(versions, id, parentId, from)
    decideName(versions, { id, name, parentId, from })
    await insertOrganisation(db, { id, ...command })
    await insertVersion(db, {
      ...factsOf(command),
      id,
      from,
      to: null,
      parentId,
      legalBasis: command.legalBasis,
      sortOrder: 9000,
      email: null,
    })
    for (const [scheme, code] of Object.entries(command.codes) as [CodeScheme, string][]) {
      decideCode(codes, { organisationId: id, scheme, code, from })
      await insertCode(db, id, scheme, code, from)
    }
    recordAudit(within, 'directory.establish', parentId, id, { from, legalBasis: command.legalBasis })
    return { id }
  })
}

export const factsOf = ({ name, functions, address, phone }: OrganisationFacts): OrganisationFacts => ({
  name: name.normalize('NFC'),
  functions,
  address,
  phone,
})

/** Two units under one parent do not share a name from a day on. @throws Refusal `directory.name-taken`. */
export function decideName(
  versions: Awaited<ReturnType<typeof listVersions>>,
  wanted: { id: string; name: string; parentId: string | null; from: string },
) {
  const same = (a: string, b: string) => a.normalize('NFC').toLowerCase() === b.normalize('NFC').toLowerCase()
  const taken = versions.some(
    (each) =>
      each.id !== wanted.id &&
      each.parentId === wanted.parentId &&
      (each.to === null || each.to > wanted.from) &&
      same(each.name, wanted.name),
  )
  if (taken) throw new Refusal('directory.name-taken', { name: wanted.name })
}
