import { setAt } from '#own-keys'
import type { Db } from '#server/platform/call.ts'
import { answerAt, holds } from './conditions.ts'
import type { NextProcedure, ProcedureContent } from './schema.ts'
import { findPublished } from './versions.ts'

export type OfferedProcedure = {
  code: string
  /** In the words of its case: "Người mất là người có công: mai táng phí". */
  words: string
  name: string
  /** Whether its form can be begun with what this dossier holds. */
  carries: boolean
}

/**
 * What people need after this procedure and is in force on the day; with `answers`, only what fits this case. Sensitive answers are
 * not told: only names of procedures.
 */
export async function nextProcedures(
  db: Db,
  content: ProcedureContent,
  on: string,
  answers?: unknown,
): Promise<OfferedProcedure[]> {
  const fitting = content.nextProcedures.filter(
    (next) => answers === undefined || !next.when || holds(next.when, answers, on),
  )
  const offered = await Promise.all(
    fitting.map(async (next) => {
      const version = await findPublished(db, next.code, on)
      if (!version) return undefined
      const { name, shortName, channels } = version.content
      return {
        code: next.code,
        words: next.words,
        name: shortName ?? name,
        carries: version.fillable && channels.includes('online') && Object.keys(next.carries ?? {}).length > 0,
      }
    }),
  )
  return offered.filter((each) => each !== undefined)
}

/** Answers for the next form, taken from those of this dossier; what was not answered stays open. */
export function carriedAnswers(next: NextProcedure, answers: unknown): Record<string, unknown> {
  const carried: Record<string, unknown> = {}
  for (const [there, here] of Object.entries(next.carries ?? {})) {
    const value = answerAt(answers, here)
    if (value === undefined || value === null || value === '') continue
    setAt(carried, there, value)
  }
  return carried
}
