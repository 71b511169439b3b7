import { loadDirectory, loadPosts, placeName } from '#server/directory/index.ts'
import { findPaper, type Paper, type PaperHouse, setPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findAuthority } from './authority-queries.ts'
import { findMinutes, insertMinutes } from './minutes-queries.ts'
import { addEvent, findCertificate, markToken } from './queries.ts'
import { searchOf } from './register.ts'
import { isOwn, takeCertificate } from './rights.ts'
import type { CertificateRow, MakeMinutes } from './schema.ts'

/** What minutes must say: a token, two different persons, a day that has come. */
export function decideMinutes({ tokenSerial, giver, receiver, onDay }: MakeMinutes, today: string): Refusal | null {
  if (!tokenSerial.trim() || !giver.trim() || !receiver.trim()) return new Refusal('certificates.minutes-incomplete')
  if (giver.trim() === receiver.trim()) return new Refusal('certificates.minutes-one-person')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(onDay) || Number.isNaN(Date.parse(onDay)) || onDay > today)
    return new Refusal('certificates.minutes-day')
  return null
}

/** Whether the token of the minutes can be the one: only what is out comes back, and no second one goes out for the same certificate. */
export function decideToken(
  { kind, tokenSerial }: Pick<MakeMinutes, 'kind' | 'tokenSerial'>,
  certificate: Pick<CertificateRow, 'tokenSerial' | 'state'>,
): Refusal | null {
  const isSame = certificate.tokenSerial === tokenSerial.trim()
  if (kind === 'return')
    return isSame
      ? null
      : new Refusal('certificates.minutes-other-token', { token: certificate.tokenSerial ?? 'chưa ghi' })
  if (certificate.state === 'revoked') return new Refusal('certificates.revoked')
  return certificate.tokenSerial === null || isSame
    ? null
    : new Refusal('certificates.minutes-token-out', { token: certificate.tokenSerial })
}

const dayWords = (day: string) => {
  const [year, month, date] = day.split('-').map(Number)
  const two = (number = 0, below = 10) => (number < below ? `0${number}` : String(number))
  return `ngày ${two(date)} tháng ${two(month, 3)} năm ${year}`
}
/** Papers write the name of a committee out. */
const writtenOut = (name: string) => name.replace(/^UBND /, 'Ủy ban nhân dân ')
const shortDay = (at: Date) => vietnamDate(at).split('-').toReversed().join('/')

const WORDS = {
  'hand-over': {
    abstract: 'Bàn giao thiết bị lưu khóa bí mật',
    doing: 'bàn giao',
    duty: 'Bên nhận tự đặt mã PIN, không cho ai mượn thiết bị; mất thiết bị thì báo ngay để tạm dừng chứng thư số.',
  },
  return: {
    abstract: 'Thu hồi thiết bị lưu khóa bí mật',
    doing: 'trả và thu hồi',
    duty: 'Từ lúc lập biên bản, bên giao không còn giữ thiết bị và không ký bằng khóa trong thiết bị.',
  },
} as const

/** What the paper of the minutes says. */
async function minutesData({ db }: Call, certificate: CertificateRow, command: MakeMinutes) {
  const directory = await loadDirectory(db, command.onDay)
  const unit = directory.organisation(certificate.organisationId)
  const over = unit?.parentId ? directory.organisation(unit.parentId) : undefined
  const committee = [unit, ...directory.ancestors(certificate.organisationId)].find(
    (each) => each?.kind === 'committee',
  )
  const post = certificate.postId ? (await loadPosts(db, command.onDay)).all.get(certificate.postId) : undefined
  const authority = certificate.authorityId ? await findAuthority(db, certificate.authorityId) : undefined
  const words = WORDS[command.kind]
  return {
    ...{ over: writtenOut(over?.name ?? ''), issuer: writtenOut(unit?.name ?? certificate.holder), ...words },
    date: dayWords(command.onDay),
    place: committee
      ? placeName(committee.name).replace(/^(Xã|Phường|Thị trấn|Huyện|Thành phố|Thị xã|Tỉnh) /, '')
      : (unit?.name ?? ''),
    ...{ kind: `Biên bản ${words.abstract.toLowerCase()}`, giver: command.giver.trim() },
    ...{ giverTitle: command.giverTitle.trim(), receiver: command.receiver.trim() },
    ...{ receiverTitle: command.receiverTitle.trim(), tokenSerial: command.tokenSerial.trim() },
    ...{ holder: certificate.holder, post: post?.title ?? '', serial: certificate.serial },
    ...{ authority: authority?.name ?? certificate.issuer, note: command.note.trim() },
    validity: `từ ${shortDay(certificate.notBefore)} đến ${shortDay(certificate.notAfter)}`,
  }
}

/**
 * Minutes of a token given out or taken back (biên bản bàn giao, thu hồi thiết bị lưu khóa bí mật): by the unit or the focal unit, set as a
 * paper for both sides to sign by hand. The register keeps which token is out.
 */
export const makeMinutes = (call: Call, house: PaperHouse, command: MakeMinutes) =>
  inTransaction(call, async (within) => {
    const refusal = decideMinutes(command, vietnamDate(within.now))
    if (refusal) throw refusal
    const certificate = await takeCertificate(within, command.certificateId)
    const { organisationId } = certificate
    if (!['certificates.request', 'certificates.issue'].some((act) => may(within.actor, act, organisationId)))
      throw new Refusal('certificates.no-right')
    const wrongToken = decideToken(command, certificate)
    if (wrongToken) throw wrongToken
    const id = newId(within.now)
    const { abstract } = WORDS[command.kind]
    const paper = await setPaper(within, house, {
      ...{ templateKey: 'bien-ban-thiet-bi-ky-so', organisationId, subjectKind: 'certificate' },
      ...{ subjectId: certificate.id, title: `Biên bản ${abstract.toLowerCase()}` },
      data: await minutesData(within, certificate, command),
    })
    await insertMinutes(within, { ...command, id, paperId: paper.id })
    const token = command.kind === 'hand-over' ? command.tokenSerial.trim() : null
    await markToken(within.db, certificate.id, token, searchOf(certificate.holder, certificate.serial, token))
    const what = command.kind === 'hand-over' ? 'token-given' : 'token-returned'
    await addEvent(within, certificate.id, what, `${command.giver.trim()} → ${command.receiver.trim()}`)
    recordAudit(within, `certificates.${what}`, organisationId, certificate.id, { minutes: id, paper: paper.id })
    return { id, paperId: paper.id }
  })

/** The paper of minutes, to whoever sees the certificate. @throws Refusal `certificates.unknown`. */
export async function findMinutesPaper(call: Call, of: { certificateId: string; minutesId: string }): Promise<Paper> {
  const certificate = await findCertificate(call.db, of.certificateId)
  const sees =
    certificate && (isOwn(call, certificate) || may(call.actor, 'certificates.view', certificate.organisationId))
  const minutes = sees ? await findMinutes(call.db, of) : undefined
  const paper = minutes?.paperId ? await findPaper(call.db, { id: minutes.paperId }) : undefined
  if (!paper) throw new Refusal('certificates.unknown')
  return paper
}
