import { z } from 'zod'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { closeCode, insertCode, listCodes, listVersions, lockDirectory } from '../queries-organisations.ts'
import { codeFits, CodeScheme, OrganisationId, StartDay } from '../vocabulary.ts'
import { decideStart, inForceOn } from './tree-rules.ts'
import { changingDirectory, requireReach } from '../reach.ts'

export const SetCode = z.strictObject({
  organisationId: OrganisationId,
  scheme: CodeScheme,
  /** null: it has no code of this scheme from then on. */
  code: z.string().trim().max(40).nullable(),
  from: StartDay,
})
export type SetCode = z.infer<typeof SetCode>
type CodeRow = { organisationId: string; scheme: string; code: string; from: string; to: string | null }

/**
 * The row that ends, if any. A code belongs to one organisation a day, and an organisation has one code of a scheme a day.
 * @throws Refusal `directory.code-shape`, `directory.code-taken`, `directory.later-code`, `directory.nothing-changes`.
 */
export function decideCode(codes: readonly CodeRow[], command: SetCode): CodeRow | undefined {
  const { organisationId, scheme, code, from } = command
  if (code !== null && !codeFits(scheme, code)) throw new Refusal('directory.code-shape', { code })
  const own = codes.filter((each) => each.organisationId === organisationId && each.scheme === scheme)
  if (own.some((each) => each.from >= from)) throw new Refusal('directory.later-code')
  const ends = own.find((each) => inForceOn(each, from))
  if ((ends?.code ?? null) === code) throw new Refusal('directory.nothing-changes')
  const taken = codes.some(
    (each) =>
      each.scheme === scheme &&
      each.code === code &&
      each.organisationId !== organisationId &&
      (each.to === null || each.to > from),
  )
  if (taken) throw new Refusal('directory.code-taken', { code })
  return ends
}

/** Gives an organisation a code of a scheme from a day on, or takes it away (mã GSO, QCVN 102:2016, QĐ 20/2020). */
export function setCode(call: Call, command: SetCode): Promise<{ id: string }> {
  return changingDirectory(call, async (within) => {
    const { db, now } = within
    const { organisationId, scheme, code, from } = command
    await requireReach(within, [organisationId])
    await lockDirectory(db)
    const [codes, versions] = await Promise.all([listCodes(db), listVersions(db)])
    decideStart(from, vietnamDate(now))
    const there = versions.find((each) => each.id === organisationId && inForceOn(each, from))
    if (!there || there.abolishedOn) throw new Refusal('directory.organisation-ended', { name: there?.name ?? '' })
    const ends = decideCode(codes, command)
    if (ends) await closeCode(db, organisationId, scheme, ends.from, from)
    if (code !== null) await insertCode(db, organisationId, scheme, code, from)
    recordAudit(within, 'directory.set-code', organisationId, organisationId, { scheme, code, from })
    return { id: organisationId }
  })
}
