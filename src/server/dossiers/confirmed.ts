import type { Db } from '#server/platform/call.ts'
import { listEvents } from './lists.ts'

/** Whether what a step wants confirmed (đã ký trước mặt) stands in the history of a dossier. */
export async function wasConfirmed(db: Db, dossierId: string): Promise<boolean> {
  return (await listEvents(db, dossierId)).some((each) => typeof each.facts.confirmed === 'string')
}
