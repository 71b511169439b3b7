import { own } from '#own-keys'
import type { DossierView } from '#server/dossiers/index.ts'
import { groupedDigits } from '#server/platform/grouped-digits.ts'
import type { Issuer } from '../facts.ts'
import { dayInWords, limitInWords, momentInWords } from '../words.ts'

/** What every slip says of the dossier and of who issues it, beside its own matter. */
export type Issued = { issuer: Issuer; number: string; at: Date; receiver: string }

/** Loại giấy tờ và số, as forms write an identity. */
const PAPERS: Record<string, string> = { 'can-cuoc': 'Căn cước công dân', cmnd: 'Chứng minh nhân dân', passport: 'Hộ chiếu' }

export const identityWords = ({ ownerIdentityPaper, ownerIdentity, ownerTaxCode }: DossierView['dossier']) =>
  ownerIdentity
    ? `${own(PAPERS, ownerIdentityPaper ?? '') ?? ''} ${ownerIdentity}`.trim()
    : ownerTaxCode
      ? `Mã số ${ownerTaxCode}`
      : ''

/** The head and the applicant, as all slips carry them. */
export const slipHead = (view: Pick<DossierView, 'dossier' | 'procedure'>, { issuer, number, at, receiver }: Issued) => {
  const { dossier, procedure } = view
  return {
    ...{ over: issuer.over, desk: issuer.desk, number, place: issuer.place, date: dayInWords(at) },
    ...{ code: dossier.code ?? '', owner: dossier.ownerName, identity: identityWords(dossier) },
    ...{ address: dossier.ownerAddress ?? '', phone: dossier.ownerPhone ?? dossier.filerPhone ?? '' },
    ...{ email: dossier.ownerEmail ?? dossier.filerEmail ?? '', request: procedure.name },
    ...{ filer: filerWords(dossier), filerName: dossier.filerName, receiver },
  }
}

/** Who hands it in for the owner, and by what right; nothing when the owner came himself. */
const filerWords = ({ filerName, ownerName, authorisation }: DossierView['dossier']) =>
  filerName === ownerName ? '' : [filerName, authorisation].filter(Boolean).join(', ')

const FORMS: Record<string, string> = {
  original: 'bản chính',
  copy: 'bản sao',
  'certified-copy': 'bản sao có chứng thực',
  electronic: 'bản điện tử',
}
const withForm = ({ name, form }: Pick<DossierView['papers'][number], 'name' | 'form'>) => {
  const words = own(FORMS, form)
  return words && !name.toLowerCase().includes(words) ? `${name} (${words})` : name
}

/** What was really taken in, and what the person still has to show when the result is collected: that is not received. */
export function takenIn({ papers }: Pick<DossierView, 'papers'>): { documents: string[]; toShow: string[] } {
  const documents = papers
    .filter(({ madeByForm, check, files }) => madeByForm || check?.verdict === 'there' || (!check && files.length > 0))
    .map(withForm)
  const toShow = papers.filter(({ madeByForm, check }) => !madeByForm && check?.verdict === 'later').map(withForm)
  return { documents: documents.length > 0 ? documents : ['Tờ khai'], toShow }
}

/** Phí, lệ phí, as it stands: paid, spared, owed, or nothing; `due` is what the procedure asks where the desk has noted nothing. */
export function feeWords(dossier: Pick<DossierView['dossier'], 'feeState' | 'feeTotal' | 'feeReceipt'>, due: number) {
  const sum = (amount: number) => `${groupedDigits(amount)} đồng`
  const { feeState, feeTotal, feeReceipt } = dossier
  if (feeState === 'paid') return `đã nộp ${sum(feeTotal)}${feeReceipt ? `, biên lai số ${feeReceipt}` : ''}`
  if (feeState === 'exempt') return 'được miễn'
  const owed = feeState === 'due' ? feeTotal : due
  return owed > 0 ? `còn phải nộp ${sum(owed)}` : 'không phải nộp'
}

/** Whom to ask: the desk, where it is, its telephone. */
export const askWords = ({ desk, address, phone }: Pick<Issuer, 'desk' | 'address' | 'phone'>) =>
  [desk, address, phone && `điện thoại ${phone.replaceAll(' ', '\u00a0')}`].filter(Boolean).join(', ')

/**
 * Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01): what was taken in, when, and when the result is due; "thời gian giải quyết" is the
 * limit that the acceptance chose. Beside the lines of the form: what was not received, what is owed, whom to ask.
 */
export function receiptData(
  view: Pick<DossierView, 'dossier' | 'procedure' | 'papers' | 'progress'>,
  issued: Issued,
  rule: { limit: { amount: number; unit: string } | null; cutOff: string; due: number },
) {
  const { dossier } = view
  const { documents, toShow } = takenIn(view)
  return {
    ...slipHead(view, issued),
    documents,
    toShow,
    fee: feeWords(dossier, rule.due),
    ask: askWords(issued.issuer),
    sets: String(dossier.sets).padStart(2, '0'),
    limit: rule.limit ? limitInWords(rule.limit, rule.cutOff) : '',
    received: momentInWords(dossier.acceptedAt ?? dossier.filedAt),
    due: dossier.dueAt ? momentInWords(dossier.dueAt) : '',
    returning: {
      collect: issued.issuer.desk,
      post: `Qua bưu chính: ${dossier.returnAddress ?? ''}`,
      electronic: 'Bản điện tử',
    }[dossier.returnBy as 'collect'],
    book: `01, số thứ tự ${issued.number.split('/')[0]}`,
  }
}
