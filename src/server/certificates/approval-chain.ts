import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type ChainRow, findChainOn, listChainRows, lockChains, removeChain, saveChain } from './chain-queries.ts'
import { mayForProvince } from './rights.ts'
import { ApprovalChain, type RequestKind, type Step } from './schema.ts'

const FULL: Step[] = ['unit', 'focal', 'committee', 'authority']
const SHORT: Step[] = ['unit', 'focal', 'authority']

/**
 * Who agrees to what, where nobody has chosen: unit, Sở Thông tin và Truyền thông, UBND tỉnh, authority (practice under NĐ 130/2018;
 * not verified against the province's own rules, hence configuration). A reported loss has suspended already and waits for nobody.
 */
export const STANDARD_CHAIN: ApprovalChain = {
  ...{ issue: FULL, renew: FULL, change: FULL },
  ...{ suspend: SHORT, resume: SHORT, revoke: SHORT, unlock: SHORT, handover: SHORT },
  loss: ['focal', 'authority'],
}

/** The chain in force on a day, and since when; the standard where nobody has chosen one by then. */
export async function getApprovalChain(db: Db, day: string): Promise<{ chain: ApprovalChain; since: string | null }> {
  const kept = await findChainOn(db, day)
  return kept
    ? { chain: ApprovalChain.parse(kept.chain), since: kept.effectiveOn }
    : { chain: STANDARD_CHAIN, since: null }
}

export const chainFor = async (db: Db, kind: RequestKind, day: string): Promise<Step[]> =>
  (await getApprovalChain(db, day)).chain[kind]

/** Which chains somebody has seen: other words mean that somebody else changed one meanwhile. */
const seenOf = (rows: readonly ChainRow[]) => rows.map((row) => `${row.effectiveOn}.${row.revision}`).join(' ')

/** The chains of all days, for whoever may change them. @throws Refusal `certificates.no-right`. */
export async function viewApprovalChains(call: Call) {
  if (!(await mayForProvince(call, 'settings.change'))) throw new Refusal('certificates.no-right')
  const today = vietnamDate(call.now)
  const [rows, { chain, since }] = await Promise.all([listChainRows(call.db), getApprovalChain(call.db, today)])
  return { chain, since, today, rows, seen: seenOf(rows) }
}

async function takeChains(within: Call, seen: string): Promise<ChainRow[]> {
  if (!(await mayForProvince(within, 'settings.change'))) throw new Refusal('certificates.no-right')
  await lockChains(within.db)
  const rows = await listChainRows(within.db)
  if (seenOf(rows) !== seen) throw new Refusal('certificates.changed-meanwhile')
  return rows
}

export type ChangeApprovalChain = { chain: unknown; effectiveOn: string; basis: string; seen: string }

/** What a chain must be: for every kind of request each step once and the authority last, from a day that has not passed. */
export function decideChain(command: Pick<ChangeApprovalChain, 'chain' | 'effectiveOn'>, today: string) {
  const { effectiveOn } = command
  if (!/^\d{4}-\d{2}-\d{2}$/.test(effectiveOn) || Number.isNaN(Date.parse(effectiveOn)) || effectiveOn < today)
    return new Refusal('certificates.chain-day')
  const read = ApprovalChain.safeParse(command.chain)
  return read.success ? read.data : new Refusal('certificates.chain')
}

/** Chooses who agrees to what from a day on (chuỗi phê duyệt); requests that wait keep the chain they began with. */
export const changeApprovalChain = (call: Call, command: ChangeApprovalChain) =>
  inTransaction(call, async (within) => {
    await takeChains(within, command.seen)
    const chain = decideChain(command, vietnamDate(within.now))
    if (chain instanceof Refusal) throw chain
    const { effectiveOn } = command
    await saveChain(within, { effectiveOn, chain, basis: command.basis.trim() })
    recordAudit(within, 'certificates.chain-changed', HOUSE_CHAIN, null, { effectiveOn, chain })
  })

/** Takes back a chain whose day has not come (bỏ chuỗi phê duyệt chưa áp dụng). @throws Refusal `certificates.chain-day`. */
export const withdrawApprovalChain = (call: Call, command: { effectiveOn: string; seen: string }) =>
  inTransaction(call, async (within) => {
    const rows = await takeChains(within, command.seen)
    const { effectiveOn } = command
    if (effectiveOn <= vietnamDate(within.now) || !rows.some((row) => row.effectiveOn === effectiveOn))
      throw new Refusal('certificates.chain-day')
    await removeChain(within.db, effectiveOn)
    recordAudit(within, 'certificates.chain-withdrawn', HOUSE_CHAIN, null, { effectiveOn })
  })
