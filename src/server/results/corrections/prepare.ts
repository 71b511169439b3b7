import { type Paper, type PaperHouse, setPaperState } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { placesOf, withdrawRequest } from '#server/signing/index.ts'
import { setResultPaper } from '../set-result-paper.ts'
import { nameOfPaper, signerFacts } from '../signer-facts.ts'
import { issuedName } from './issued-name.ts'
import { lockIssuedResult } from './open-result.ts'
import { insertCorrection, markCorrection } from './queries.ts'
import type { Correction, PrepareCorrection } from './schema.ts'

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b)

/** The draft before this one goes: what was asked of the leader falls, and its paper says what took its place. */
export async function removeDraft(within: Call, open: Correction, paper: Paper, replacedBy?: string) {
  if (open.state === 'asked')
    for (const key of (await placesOf(within.db, paper)).signs.map((each) => each.key))
      await withdrawRequest(within, { paperId: open.paperId, key })
  await markCorrection(within.db, open.id, 'dropped')
  const change = replacedBy
    ? { state: 'replaced' as const, reason: 'Đã soạn lại', replacedBy }
    : { state: 'withdrawn' as const, reason: 'Bản soạn đã bỏ, chưa cấp cho ai' }
  await setPaperState(within.db, open.paperId, change, within.now)
}

/**
 * Prepares the paper that is to take the place of an issued result (soạn giấy thay thế; NĐ 30/2020 art. 18: sửa đổi, thay thế by a document
 * of the same form): the template and its data again, with what was wrong put right. The issued one holds until the new one has all its
 * signatures. Saved again, the draft before is dropped. @throws Refusal of `lockIssuedResult`, `signerFacts`, and `results.nothing-changed`.
 */
export function prepareCorrection(
  call: Call,
  house: PaperHouse,
  command: PrepareCorrection,
): Promise<{ paperId: string }> {
  return inTransaction(call, async (within) => {
    const { db, now, actor } = within
    const { paper: old, result, dossier, open } = await lockIssuedResult(within, command.paperId)
    const { authority, signer } = await signerFacts(
      db,
      command.signerPostId,
      old.organisationId,
      now,
      nameOfPaper(old.data),
    )
    const signed = {
      ...('authority' in result.data ? { authority } : {}),
      ...('signer' in result.data ? { signer } : {}),
    }
    const { authority: _a, signer: _s, ...before } = result.data
    const { authority: _b, signer: _t, ...after } = command.data
    if (same(sorted(before), sorted(after))) throw new Refusal('results.nothing-changed')
    const data = { ...command.data, ...signed }
    const { templateKey, laidOn } = result
    const name = await issuedName(db, dossier, result, old)
    const title = `${name} (thay thế${old.notation ? ` số ${old.notation}` : ''}), hồ sơ ${dossier.code}`
    const paper = await setResultPaper(within, house, {
      ...{ dossierId: dossier.id, templateKey: templateKey!, data, laidOn },
      ...{ organisationId: old.organisationId, title },
    })
    if (open) await removeDraft(within, open, { ...paper, id: open.paperId }, paper.id)
    await insertCorrection(db, {
      ...{ id: newId(now), resultId: result.id, paperId: paper.id, data, signerPostId: command.signerPostId },
      ...{ reason: command.reason, state: 'draft', preparedAt: now, preparedBy: actor.id },
    })
    recordAudit(within, 'results.correction-prepared', old.organisationId, dossier.id, { code: dossier.code })
    return { paperId: paper.id }
  })
}

/** Keys in one order at every depth, and without what is empty: the database keeps no order, a form no emptiness. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const held = Object.entries(value).filter(([, each]) => each !== undefined && !isEmpty(each))
  return Object.fromEntries(held.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]))
}
const isEmpty = (value: unknown) => value === '' || value === false || (Array.isArray(value) && value.length === 0)
