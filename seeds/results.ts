import { receiveBlanks } from '#server/papers/index.ts'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { confirmPrinted, makeBatch, viewBatch } from '#server/results/index.ts'
import { accepted, carried, type Plan, type World } from './carry.ts'
import { countDone, keepDone } from './progress.ts'
import { submitVersions, WAITING } from './waiting.ts'

const CARDS = 3

const NEVER_MARRIED = {
  'applicant.residence.commune': 'xa-liem-phong',
  'status.current': 'never-married',
  'status.livedElsewhere': false,
  'request.purpose': 'work',
}
/** What is filed and carried to its end: cards to the printer, papers into the books of a commune and a department. */
const ISSUED: Plan[] = [
  ...Array.from({ length: CARDS }, () => ({ code: '1.002809', until: 'print', answers: {} })),
  ...Array.from({ length: 3 }, () => ({ code: '1.004873', until: 'return', answers: NEVER_MARRIED })),
  ...Array.from({ length: 2 }, () => ({ code: '2.000488', until: 'return', answers: {} })),
]

/** One of the cards is in a batch whose printing is confirmed; the others wait. */
async function printedOne(db: Db, cards: readonly string[], printer: Actor, now: Date) {
  const call: Call = { db, actor: printer, now }
  const organisationId = printer.organisationId!
  const lot = { organisationId, kind: 'driving-licence' as const, series: 'HN', first: 1, last: 200, digits: 6 }
  const delivery = { receivedFrom: 'Tổng cục Đường bộ Việt Nam', document: 'Phiếu xuất 07/PX (giả định)' }
  await receiveBlanks(call, { ...lot, ...delivery, receivedOn: vietnamDate(now) })
  const row = await db
    .selectFrom('dossier_result')
    .select('id')
    .where('dossier_id', '=', cards[0]!)
    .where('state', '<>', 'replaced')
    .executeTakeFirst()
  if (!row) return
  const batch = await makeBatch(call, { organisationId, resultIds: [row.id] })
  const { cards: made } = await viewBatch(call, batch.id)
  await confirmPrinted(call, { batchId: batch.id, printed: made.map(({ position, serial }) => ({ position, serial })) })
}

/**
 * Results of the demonstration that are truly drafted, signed and sealed, by the acts and under the accounts of their officials: papers that
 * wait for each leader, cards that wait for the printer, entries in the books; and versions of procedures that wait for their control. Once,
 * behind the start: it takes some seconds of work; stopped between two dossiers it leaves whole ones and goes on at the next start.
 */
export async function seedDemonstrationResults(world: World) {
  const { db, clock, stop } = world
  const steps: (() => Promise<unknown>)[] = [
    () => submitVersions(db, clock),
    ...WAITING.map((plan, at) => async () => {
      const id = await accepted(db, clock(), plan, 600 + at)
      if (id) await carried(world, id, plan.until)
    }),
    ...issued(world),
  ]
  const from = await countDone(db)
  for (let at = from; at < steps.length && !stop?.aborted; at += 1) {
    await steps[at]!()
    await keepDone(db, at + 1, clock())
  }
}

function issued(world: World): (() => Promise<void>)[] {
  const { db, clock } = world
  const cards: string[] = []
  return ISSUED.map((plan, at) => async () => {
    const id = await accepted(db, clock(), plan, 500 + at)
    const holder = id && (await carried(world, id, plan.until))
    if (!id || !holder || plan.until !== 'print') return
    cards.push(id)
    if (cards.length === CARDS) await printedOne(db, cards, holder, clock())
  })
}
