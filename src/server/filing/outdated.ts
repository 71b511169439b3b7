import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findPublished, type ProcedureVersion } from '#server/procedures/index.ts'
import type { Draft } from './queries.ts'

/** A draft whose version is no longer in force: the one that is, if any can be filed here. */
export type Outdated = { newer: ProcedureVersion | null }

/** Whether the version a draft was begun under still is the one in force on a day; a draft that was sent is past this question. */
export async function findOutdated(
  db: Db,
  draft: Pick<Draft, 'procedureCode' | 'procedureVersionId' | 'sentDossierId'>,
  on: string,
): Promise<Outdated | null> {
  if (draft.sentDossierId) return null
  const now = await findPublished(db, draft.procedureCode, on)
  if (now?.id === draft.procedureVersionId) return null
  return { newer: now?.content.form && now.content.workflow ? now : null }
}

/** A dossier keeps the version of the day it is filed: a draft of another is not sent. @throws Refusal `filing.version-ended`, `filing.procedure-ended`. */
export function requireCurrent(outdated: Outdated | null) {
  if (outdated) throw new Refusal(outdated.newer ? 'filing.version-ended' : 'filing.procedure-ended')
}
