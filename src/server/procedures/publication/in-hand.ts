import { loadDirectory } from '#server/directory/index.ts'
import type { Call, Db } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  findCodeOfVersion,
  findVersionForUpdate,
  insertAct,
  listPersonsOf,
  lockCode,
  markVersion,
} from '../queries-publication.ts'
import { ProcedureContent } from '../schema.ts'
import { contentFaults, formFaults } from '../content-faults.ts'
import { decidePublication, type PublicationAct, type SamePerson, type VersionState } from './steps.ts'

/** The organisation at the top of the tree over a keeper; procedure control and publishing are asked for there. */
export async function rootOver(db: Db, keeperId: string | null, on: string): Promise<string> {
  const directory = await loadDirectory(db, on)
  if (keeperId) return directory.ancestors(keeperId).at(-1)?.id ?? keeperId
  return directory.all().find((each) => each.parentId === null && each.kind === 'committee')?.id ?? 'ubnd-tinh'
}

async function samePerson(db: Db, accounts: readonly string[]): Promise<SamePerson> {
  const persons = await listPersonsOf(db, accounts)
  return (a, b) => a === b || (persons.has(a) && persons.get(a) === persons.get(b))
}

export type InHand = NonNullable<Awaited<ReturnType<typeof findVersionForUpdate>>> & {
  rootId: string
  to: VersionState
}

/** Locks the code and the version, and decides the act. @throws Refusal `procedures.no-version`, `procedures.changed-meanwhile` and those of the decision. */
export async function takeInHand(
  within: Call,
  act: Exclude<PublicationAct, 'draft'>,
  { id, revision }: { id: string; revision: number },
): Promise<InHand> {
  const { db, actor, now } = within
  const named = await findCodeOfVersion(db, id)
  if (!named) throw new Refusal('procedures.no-version')
  await lockCode(db, named.code, now)
  const version = await findVersionForUpdate(db, id)
  if (!version) throw new Refusal('procedures.no-version')
  const rootId = await rootOver(db, version.keeperId, vietnamDate(now))
  const same = await samePerson(db, [actor.id, version.draftedBy ?? '', version.checkedBy ?? ''])
  const to = decidePublication(act, { ...version, rootId }, actor, same)
  if (version.revision !== revision) throw new Refusal('procedures.changed-meanwhile')
  return { ...version, rootId, to }
}

/** Writes the new state, the line of the history and the audit entry, together. */
export async function putDown(
  within: Call,
  act: PublicationAct,
  version: { id: string; code: string; version: number; revision: number; keeperId: string | null; rootId: string },
  patch: Parameters<typeof markVersion>[3] | null,
  remark: string | null = null,
) {
  const { db, actor, now } = within
  if (patch && !(await markVersion(db, version.id, version.revision, patch)))
    throw new Refusal('procedures.changed-meanwhile')
  await insertAct(db, {
    id: newId(now),
    version_id: version.id,
    act,
    actor_id: actor.id,
    actor_name: actor.name,
    post_title: actor.postTitle ?? null,
    remark,
    at: now,
  })
  recordAudit(within, `procedures.${act}`, version.keeperId ?? version.rootId, version.id, {
    code: version.code,
    version: version.version,
  })
}

/** A content that may be kept as a draft: its form, when it has one, is sound. @throws Refusal `procedures.form-faults`. */
export function requireSoundForm(content: ProcedureContent) {
  const faults = content.form ? formFaults(content.form).faults : []
  if (faults.length > 0) throw new Refusal('procedures.form-faults', { faults })
}

/** A content that may be published. @throws Refusal `procedures.content-faults`. */
export function requireWhole(stored: unknown) {
  const parsed = ProcedureContent.safeParse(stored)
  const faults = parsed.success
    ? contentFaults(parsed.data).faults
    : parsed.error.issues.map((each) => `${each.path.join('.')}: ${each.message}`)
  if (faults.length > 0) throw new Refusal('procedures.content-faults', { faults })
}
