import { own } from '#own-keys'
import type { DossierView } from '#server/dossiers/index.ts'
import { type Issued, slipHead } from './receipt.ts'

const sentence = (words: string) => (/[.;!?]$/.test(words) ? words : `${words}.`)

/** Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ (form 02): all that is missing and how to mend it; the reason is the clauses they rest on. */
export function completionData(
  view: Pick<DossierView, 'dossier' | 'procedure' | 'completion'>,
  issued: Issued,
  round: number,
) {
  const items = view.completion.filter((item) => item.round === round)
  return {
    ...slipHead(view, issued),
    wanted: items.map((item) => [sentence(item.words), item.remedy].filter(Boolean).join(' ')),
    reason: `Hồ sơ chưa đủ theo ${[...new Set(items.map((item) => item.clause))].join('; ')}`,
    contact: issued.receiver,
    contactPhone: issued.issuer.phone,
  }
}

/** Phiếu từ chối tiếp nhận, giải quyết hồ sơ (form 03): why, by which clause, and where it belongs. */
export function declineData(view: Pick<DossierView, 'dossier' | 'procedure' | 'events'>, issued: Issued) {
  const declined = view.events.findLast((event) => event.kind === 'declined' || event.kind === 'handed-over')
  const text = (name: string) => {
    const fact = own(declined?.facts, name)
    return typeof fact === 'string' ? fact : ''
  }
  const why = text('clause') ? `${text('reason')} (${text('clause')})` : text('reason')
  const where = text('rightPlace') ? ` Nơi nộp đúng: ${text('rightPlace')}.` : ''
  const handed = text('newCode') ? ` Hồ sơ đã được chuyển đến đó, mã mới ${text('newCode')}.` : ''
  return { ...slipHead(view, issued), reason: `${sentence(why)}${where}${handed}` }
}
