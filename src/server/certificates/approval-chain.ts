import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { findSetting, saveSetting } from './setting-queries.ts'
import { mayForProvince } from './rights.ts'
import { ApprovalChain, type RequestKind, type Step } from './schema.ts'

const KEY = 'certificates.approval-chain'
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

export async function getApprovalChain(db: Db): Promise<{ chain: ApprovalChain; changedAt: Date | null }> {
  const kept = await findSetting(db, KEY)
  return kept
    ? { chain: ApprovalChain.parse(kept.value), changedAt: kept.changedAt }
    : { chain: STANDARD_CHAIN, changedAt: null }
}

export const chainFor = async (db: Db, kind: RequestKind): Promise<Step[]> => (await getApprovalChain(db)).chain[kind]

/** Chooses who agrees to what (chuỗi phê duyệt); requests that wait keep the chain they began with. */
export async function changeApprovalChain(call: Call, command: { chain: unknown }) {
  if (!(await mayForProvince(call, 'settings.change'))) throw new Refusal('certificates.no-right')
  const read = ApprovalChain.safeParse(command.chain)
  if (!read.success) throw new Refusal('certificates.chain')
  await inTransaction(call, async (within) => {
    await saveSetting(within.db, KEY, read.data, within.now)
    recordAudit(within, 'certificates.chain-changed', HOUSE_CHAIN, null, { chain: read.data })
  })
}
