import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { insertMinutes } from './minutes-queries.ts'
import { addEvent, markToken } from './queries.ts'
import { searchOf } from './register.ts'
import { takeCertificate } from './rights.ts'
import type { MakeMinutes } from './schema.ts'

/** What minutes must say: a token, two different persons, a day that has come. */
export function decideMinutes({ tokenSerial, giver, receiver, onDay }: MakeMinutes, today: string): Refusal | null {
  if (!tokenSerial.trim() || !giver.trim() || !receiver.trim()) return new Refusal('certificates.minutes-incomplete')
  if (giver.trim() === receiver.trim()) return new Refusal('certificates.minutes-one-person')
  if (!/^\d{4}-\d{2}-\d{2}$/.test(onDay) || Number.isNaN(Date.parse(onDay)) || onDay > today)
    return new Refusal('certificates.minutes-day')
  return null
}

/** Minutes of a token given out or taken back (biên bản bàn giao, thu hồi thiết bị lưu khóa bí mật): by the unit or the focal unit. */
export const makeMinutes = (call: Call, command: MakeMinutes) =>
  inTransaction(call, async (within) => {
    const refusal = decideMinutes(command, vietnamDate(within.now))
    if (refusal) throw refusal
    const certificate = await takeCertificate(within, command.certificateId)
    const { organisationId } = certificate
    if (!['certificates.request', 'certificates.issue'].some((act) => may(within.actor, act, organisationId)))
      throw new Refusal('certificates.no-right')
    const id = newId(within.now)
    await insertMinutes(within, { ...command, id })
    const token = command.kind === 'hand-over' ? command.tokenSerial.trim() : null
    await markToken(within.db, certificate.id, token, searchOf(certificate.holder, certificate.serial, token))
    const what = command.kind === 'hand-over' ? 'token-given' : 'token-returned'
    await addEvent(within, certificate.id, what, `${command.giver.trim()} → ${command.receiver.trim()}`)
    recordAudit(within, `certificates.${what}`, organisationId, certificate.id, { minutes: id })
    return id
  })
