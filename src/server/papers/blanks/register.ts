import type { Call } from '#server/platform/call.ts'
import { listCalibrations, listLots, listTaken } from './queries.ts'
import { requireKeeper } from './schema.ts'

/** Sổ theo dõi phôi of an organisation: lots with used, spoiled and remaining, the blanks taken last, the printers. */
export async function viewBlanks(call: Call, organisationId: string) {
  requireKeeper(call, organisationId)
  const [lots, taken, printers] = await Promise.all([
    listLots(call.db, organisationId),
    listTaken(call.db, organisationId, 100),
    listCalibrations(call.db, organisationId),
  ])
  return { lots: lots.map((lot) => ({ ...lot, remaining: lot.last - lot.next + 1 })), taken, printers }
}
