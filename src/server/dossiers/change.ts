import { type Directory, loadDirectory, type RuleSet, ruleSetOn } from '#server/directory/index.ts'
import { announce } from '#server/platform/announcements.ts'
import { recordAudit } from '#server/platform/audit.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, type ProcedureVersion } from '#server/procedures/index.ts'
import { dossierEvent } from './announced.ts'
import {
  type Dossier,
  type DossierPatch,
  findDossierForUpdate,
  type NewEvent,
  type OpenStep,
  updateDossier,
} from './queries.ts'
import { forgetSearchWords } from './queries-search.ts'
import { type DossierAct, isPossible } from './state-machine.ts'

/** A dossier under lock, with all that decisions about it need. */
export type Locked = {
  dossier: Dossier
  step: OpenStep | undefined
  version: ProcedureVersion
  directory: Directory
  ruleSet: RuleSet
  /** The day it was filed: conditions over answers and dated rules are read as of it. */
  on: string
}

/** Locks the dossier for an act. @throws Refusal `dossiers.unknown`, `dossiers.not-possible` (state), `dossiers.changed-meanwhile` (revision). */
export async function lockDossier(
  call: Call,
  act: DossierAct,
  command: { dossierId: string; revision?: number | undefined },
): Promise<Locked> {
  const found = await findDossierForUpdate(call.db, command.dossierId)
  if (!found) throw new Refusal('dossiers.unknown')
  const { dossier, step } = found
  if (command.revision !== undefined && command.revision !== dossier.revision)
    throw new Refusal('dossiers.changed-meanwhile')
  if (!isPossible(act, dossier.state)) throw new Refusal('dossiers.not-possible', { state: dossier.state, act })
  const on = vietnamDate(dossier.filedAt)
  const [version, directory, ruleSet] = await Promise.all([
    getVersion(call.db, dossier.procedureVersionId),
    loadDirectory(call.db, vietnamDate(call.now)),
    ruleSetOn(call.db, on),
  ])
  return { dossier, step, version, directory, ruleSet, on }
}

/** The event of an act: who, as which post, when. */
export const eventOf = ({ actor, now }: Call, kind: string, facts: Record<string, unknown> = {}): NewEvent => ({
  kind,
  at: now,
  actorKind: actor.kind === 'official' ? 'official' : actor.kind === 'system' ? 'system' : 'citizen',
  actorId: actor.id,
  postId: actor.postId ?? null,
  organisationId: actor.organisationId ?? null,
  facts,
})

/** Tells whoever comes after this module. */
export const tell = (call: Call, dossier: Dossier, kind: string) =>
  announce(call, dossierEvent, {
    dossierId: dossier.id,
    code: dossier.code ?? '',
    kind,
    at: call.now.toISOString(),
    channel: dossier.channel,
    filedHow: dossier.filedHow,
    handlingId: dossier.handlingId,
    procedureCode: dossier.procedureCode,
    accountId: dossier.filerAccountId,
    timeliness: dossier.timeliness,
    onDay: vietnamDate(call.now),
  })

/** Writes what an act changed: the dossier, its history, the audit entry in the chain of `chain`, the announcement. */
export async function change(
  call: Call,
  dossier: Dossier,
  patch: DossierPatch,
  event: { kind: string; facts?: Record<string, unknown>; chain: string; also?: NewEvent[] },
): Promise<void> {
  await updateDossier(call.db, dossier, patch, [eventOf(call, event.kind, event.facts), ...(event.also ?? [])])
  if (patch.answers || patch.ownerName) await forgetSearchWords(call.db, dossier.id)
  recordAudit(call, `dossiers.${event.kind}`, event.chain, dossier.id, { code: dossier.code })
  tell(call, { ...dossier, ...patch } as Dossier, event.kind)
}
