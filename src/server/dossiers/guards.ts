import type { Call } from '#server/platform/call.ts'
import type { StepAct } from '#server/procedures/index.ts'
import type { Held } from './hold.ts'

/** A held dossier that is about to move on by an act of its open step: to another step, or out of the house (`act.to` null). */
export type Moving = Held & { act: StepAct }

/** Refuses a move, in the transaction of the move and before anything is written. */
export type MoveGuard = (within: Call, moving: Moving) => Promise<void>

const guards = new Map<string, MoveGuard>()

/** Binds what a later module asks before a dossier moves; only `src/server/guards.ts` does. */
export const guardMoves = (module: string, guard: MoveGuard) => void guards.set(module, guard)

/**
 * Asks every guard. Nothing moves in a program that has bound none: so pages, API, worker, commands and tests obey the same.
 * @throws Refusal of the guard that says no.
 */
export async function askGuards(within: Call, moving: Moving): Promise<void> {
  if (guards.size === 0) throw new Error('No guard of dossiers is bound in this program: import #server/guards.ts')
  for (const guard of guards.values()) await guard(within, moving)
}
