import { own } from '#own-keys'
import type { DossierView } from '#server/dossiers/index.ts'
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

const VERDICTS: Record<string, string> = { original: 'bản chính', copy: 'bản sao', 'certified-copy': 'bản sao có chứng thực', electronic: 'bản điện tử' }

/**
 * Giấy tiếp nhận hồ sơ và hẹn trả kết quả (form 01): what was taken in, when, and when the result is due; "thời gian giải quyết" is the
 * limit that the acceptance chose.
 */
export function receiptData(
  view: Pick<DossierView, 'dossier' | 'procedure' | 'papers' | 'progress'>,
  issued: Issued,
  rule: { limit: { amount: number; unit: string } | null; cutOff: string },
) {
  const { dossier } = view
  const taken = view.papers.filter((paper) => paper.madeByForm || paper.check?.verdict === 'there' || (!paper.check && paper.files.length > 0))
  const documents = taken.map((paper) => (VERDICTS[paper.form] ? `${paper.name} (${VERDICTS[paper.form]})` : paper.name))
  return {
    ...slipHead(view, issued),
    documents: documents.length > 0 ? documents : ['Tờ khai'],
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
