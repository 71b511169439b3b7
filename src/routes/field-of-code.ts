import { own } from '#own-keys'

const PIN = ['mat-khau-ky', 'mat-khau-khoa']
const REASON = ['ly-do', 'ghi-chu']
/** The field, by its names in our forms, that a refusal is about whose module does not say its field: the first that the form has. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  ...{ 'signing.pin-missing': PIN, 'signing.wrong-pin': PIN, 'signing.key-locked': PIN, 'signing.pin-weak': PIN },
  ...{ 'signing.pin-guessable': PIN, 'signing.token-wrong-pin': PIN, 'signing.service-wrong-pin': PIN },
  ...{ 'signing.pins-differ': ['mat-khau-khoa-lai'], 'accounts.code-for-act-missing': ['ma-mot-lan'] },
  ...{
    'accounts.code-for-act-wrong': ['ma-mot-lan'],
    'papers.reason-missing': REASON,
    'papers.decision-missing': ['so'],
    'papers.decision-later': ['ngay'],
  },
  ...{ 'papers.decision-earlier': ['ngay'], 'papers.blank-range': ['cuoi'], 'papers.blank-digits': ['cuoi'] },
  ...{ 'papers.blank-day': ['ngay'], 'papers.blank-there': ['dau'], 'papers.blank-none': ['loai'] },
  ...{ 'papers.blank-unknown': ['so', 'phoi'], 'papers.blank-spoiled': ['so', 'phoi'] },
  ...{ 'papers.starts-in-the-past': ['tu-ngay'], 'papers.date-unreadable': ['tu-ngay'] },
  ...{ 'papers.later-version': ['tu-ngay'], 'papers.key-taken': ['khoa'] },
  ...{ 'books.count-differs': ['so-viec'], 'books.pages-missing': ['so-trang'], 'books.signer-missing': ['nguoi-ky'] },
  ...{ 'books.volume-unknown': ['quyen'], 'books.size-wrong': ['moi-quyen'], 'books.copies-wrong': ['so-ban'] },
  ...{ 'books.closed-already': ['quyen'], 'slips.period-wrong': ['den'], 'slips.book-empty': ['tu'] },
  ...{ 'certificates.kind-missing': ['loai'], 'certificates.reason-missing': REASON, 'certificates.say-why': REASON },
  ...{ 'certificates.wanted-missing': ['doi-thanh'], 'certificates.change-missing': ['viec'] },
  ...{ 'certificates.minutes-day': ['ngay-lap'], 'certificates.minutes-incomplete': ['thiet-bi'] },
  ...{ 'certificates.minutes-one-person': ['nguoi-nhan'], 'certificates.minutes-other-token': ['thiet-bi'] },
  ...{ 'certificates.minutes-token-out': ['thiet-bi'], 'certificates.wrong-password': ['mat-khau'] },
  ...{ 'certificates.request-unreadable': ['yeu-cau'], 'certificates.whom-missing': ['cho'] },
  ...{ 'certificates.post-vacant': ['cho'], 'certificates.chain-day': ['tu-ngay'] },
  ...{ 'certificates.authority-name': ['ten'], 'certificates.unreadable': ['tep', 'chung-thu'] },
  ...{ 'certificates.file-too-large': ['tep', 'chung-thu'], 'certificates.old-encryption': ['tep', 'chung-thu'] },
  ...{ 'certificates.is-authority': ['tep', 'chung-thu'], 'certificates.not-authority': ['tep'] },
  ...{ 'certificates.name-differs': ['chung-thu'], 'certificates.unknown-organisation': ['don-vi', 'cho'] },
  ...{ 'accounts.token-reason': ['ly-do'], 'accounts.token-end': ['den-ngay'] },
  ...{ 'accounts.token-beyond-post': ['pham-vi'], 'accounts.token-nobody-to-tell': ['chuc-vu'] },
  ...{ 'accounts.login-name': ['ten-dang-nhap'], 'accounts.login-name-taken': ['ten-dang-nhap'] },
  ...{ 'accounts.unknown-person': ['nguoi'], 'accounts.person-has-account': ['nguoi'] },
  ...{ 'procedures.unknown-code': ['ma', 'thu-tuc'], 'procedures.not-json': ['noi-dung'] },
  ...{ 'procedures.content-shape': ['noi-dung'], 'procedures.starts-in-the-past': ['tu-ngay'] },
  ...{ 'procedures.later-version': ['tu-ngay'], 'procedures.ends-in-the-past': ['den-ngay'] },
}

/** The field of this form that the refusal is about, where its code tells; null where it is about the act as a whole. */
export const fieldOfCode = (form: FormData, code: string): string | null =>
  own(FIELDS, code)?.find((name) => form.has(name)) ?? null
