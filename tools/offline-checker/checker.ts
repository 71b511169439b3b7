import {
  FormatFault,
  inTime,
  REASONS,
  type Report,
  type SignatureReport,
  verifyMessage,
  verifyPdf,
} from '#server/signatures/index.ts'
import { parseCertificate } from '#server/signatures/pki/certificate.ts'

/** Whom the house trusted when this page was made; see `CarriedTrust`. */
declare const __TRUST__: { at: string; roots: string[]; certificates: string[]; crls: string[]; isShort: boolean }

const VERDICTS: Record<string, string> = {
  VALID: 'Đúng và còn nguyên vẹn',
  INVALID: 'Không đúng hoặc đã bị sửa',
  EXPIRED: 'Chứng thư số đã hết hạn',
  REVOKED: 'Chứng thư số đã bị thu hồi',
  UNKNOWN: 'Chưa đủ cơ sở để kết luận',
  NONE: 'Tệp không có chữ ký số',
}
const LARGEST_MESSAGE = 32 * 1024 * 1024
const LEVELS = { timestamp: 'dấu thời gian của tệp' } as Record<string, string>

const bytesOf = (each: string) => Uint8Array.from(atob(each), (letter) => letter.charCodeAt(0))
const anchors = __TRUST__.roots.map((each) => parseCertificate(bytesOf(each)))
const extra = {
  certificates: __TRUST__.certificates.map((each) => parseCertificate(bytesOf(each))),
  ...{ ocsps: [], crls: __TRUST__.crls.map(bytesOf) },
}
const place = document.querySelector('#ket-qua')!
const input = document.querySelector<HTMLInputElement>('#tep')!

function element(name: string, words = '', className = ''): HTMLElement {
  const made = document.createElement(name)
  made.textContent = words
  if (className) made.className = className
  return made
}

const dateWords = (instant: string | null) =>
  instant ? new Date(instant).toLocaleString('vi-VN', { timeZone: 'Asia/Ho_Chi_Minh' }) : ''

function signatureCard(each: SignatureReport): HTMLElement {
  const card = element('article', '', each.verdict.toLowerCase())
  const who = each.kind === 'timestamp' ? `Dấu thời gian: ${each.signer}` : each.signer || each.field || 'Chữ ký'
  card.append(element('h3', `${who}: ${VERDICTS[each.verdict]}`), element('p', each.reason))
  const facts = element('dl')
  for (const [title, words] of [
    ['Cơ quan', each.organisation],
    ['Giờ người ký ghi', dateWords(each.claimedAt)],
    ['Giờ được chứng thực', dateWords(each.provenAt)],
    ['Mức', LEVELS[each.level] ?? each.level],
    ['Nơi cấp', each.certificate?.issuer ?? ''],
    ['Sau khi ký', each.later.join(' ')],
  ] as const)
    if (words) facts.append(element('dt', title), element('dd', words))
  card.append(facts)
  return card
}

/** The browser's own reader: it loads nothing, and tells of damage in the document it gives. */
const parsed = (words: string) => new DOMParser().parseFromString(words, 'text/xml')

async function check(file: File) {
  const source = {
    size: file.size,
    read: async (from: number, to: number) => new Uint8Array(await file.slice(from, to).arrayBuffer()),
  }
  const options = { anchors, extra, now: new Date() }
  const head = new TextDecoder().decode(await source.read(0, Math.min(64, file.size))).trimStart()
  const isMessage = head.replace('\uFEFF', '').startsWith('<') && file.size <= LARGEST_MESSAGE
  const report = await inTime<Report>(
    isMessage ? verifyMessage(await source.read(0, file.size), options, parsed) : verifyPdf(source, options),
  ).catch((error: unknown): Report => {
    const isLate = error instanceof FormatFault && error.code === 'pdf.too-slow'
    const fault = isLate ? 'Tệp quá rối: kiểm tra quá lâu nên đã dừng.' : REASONS['damaged']!
    return { verdict: 'UNKNOWN', fault, pages: null, signatures: [] }
  })
  const card = element('article', '', report.verdict.toLowerCase())
  card.append(element('h2', `${file.name}: ${VERDICTS[report.verdict]}`))
  if (report.fault) card.append(element('p', report.fault))
  place.append(card, ...report.signatures.map(signatureCard))
}

input.addEventListener('change', async () => {
  place.replaceChildren()
  for (const file of input.files ?? []) await check(file)
})

for (const each of document.querySelectorAll('[data-lap]')) each.textContent = dateWords(__TRUST__.at)
if (__TRUST__.isShort) document.querySelector('#thieu')!.removeAttribute('hidden')
if (new Date() < new Date(__TRUST__.at)) document.querySelector('#dong-ho')!.removeAttribute('hidden')
const roots = document.querySelector('#goc')!
for (const { subject, fingerprint } of anchors)
  roots.append(element('li', `${subject.text} (vân tay SHA-256 ${fingerprint.match(/.{1,4}/g)!.join(' ')})`))
if (anchors.length === 0) roots.append(element('li', 'Chưa tin gốc nào: mọi chữ ký đúng đều là “chưa đủ cơ sở”.'))
