import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { decideId, decideStart, inForceOn } from '../organisations/tree-rules.ts'
import { listVersions, lockDirectory } from '../queries-organisations.ts'
import { insertDuty, insertPost, listPostIds } from '../queries-officials.ts'
import type { Duty } from '../schema.ts'
import { Duties, DutyRole, OrganisationId, StartDay } from '../vocabulary.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const CreatePost = z.strictObject({
  organisationId: OrganisationId,
  title: z.string().trim().min(2, 'Ghi tên chức vụ.').max(150, 'Tên chức vụ dài quá 150 chữ.'),
  duties: Duties,
  from: StartDay,
})
export type CreatePost = z.infer<typeof CreatePost>
type Version = Awaited<ReturnType<typeof listVersions>>[number]

/** That duties can be borne from a day on: roles that are known, organisations that are there, none twice. */
export function decideDuties(versions: readonly Version[], duties: readonly Duty[], from: string) {
  const seen = new Set<string>()
  for (const { organisationId, role, function: f } of duties) {
    if (!DutyRole.safeParse(role).success) throw new Refusal('directory.unknown-role', { role })
    const there = versions.find((each) => each.id === organisationId && inForceOn(each, from))
    if (!there || there.abolishedOn)
      throw new Refusal('directory.organisation-ended', { name: there?.name ?? organisationId })
    const key = `${organisationId}/${role}/${f}`
    if (seen.has(key)) throw new Refusal('directory.duty-twice')
    seen.add(key)
  }
}

/** Creates a post (vị trí, chức vụ) with what it is there for, from a day on. Rights over its unit and over every unit of its duties are needed. */
export function createPost(call: Call, command: CreatePost): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    const { organisationId, title, duties, from } = command
    await requireReach(within, [organisationId, ...duties.map((each) => each.organisationId)])
    await lockDirectory(db)
    const [versions, taken] = await Promise.all([listVersions(db), listPostIds(db)])
    decideStart(from, vietnamDate(now))
    decideDuties(versions, [{ organisationId, role: duties[0]?.role ?? '', function: '' }], from)
    decideDuties(versions, duties, from)
    const here = new Set(
      [...taken]
        .filter((each) => each.startsWith(`${organisationId}.`))
        .map((each) => each.slice(organisationId.length + 1)),
    )
    const id = `${organisationId}.${decideId(title, 'them', here)}`
    await insertPost(db, { id, organisationId, title: title.normalize('NFC'), from })
    for (const duty of duties) await insertDuty(db, id, duty, from)
    recordAudit(within, 'directory.create-post', organisationId, id, { duties, from })
    return { id }
  })
}
