import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  faulty,
  hasInk,
  kept,
  optional,
  readDay,
  readIdentityNumber,
  readPersonName,
  readTaxCode,
  readText,
  type Reading,
  takeValues,
} from '#server/platform/values/index.ts'
import { changeOwnData, findAccount } from './queries.ts'

/** The papers a person may have a number of: căn cước (12 digits), chứng minh nhân dân (9), hộ chiếu. */
export const OWN_IDENTITY_PAPERS = ['can-cuoc', 'cmnd', 'passport'] as const

/** Own data as they are typed. */
export type TypedOwnData = {
  fullName: string
  birthDate: string
  gender: string
  identityPaper: string
  identityNumber: string
  residenceCommune: string
  residenceDetail: string
  taxCode: string
}

function readBirth(typed: string, today: string): Reading<string> {
  const day = readDay(typed, { partial: true })
  if (day.fault) return day
  return day.kept > today.slice(0, day.kept.length) ? faulty('birth-ahead') : day
}

function readPaper(paper: string, number: string): Reading<string | null> {
  if ((OWN_IDENTITY_PAPERS as readonly string[]).includes(paper)) return kept(paper)
  return hasInk(number) || paper ? faulty('paper-missing') : kept(null)
}

/** By the rules of the forms that are filled from it; faults at their fields, all at once. */
function readOwnData(typed: TypedOwnData, now: Date, isCommune: (id: string) => boolean) {
  const { gender, identityPaper, identityNumber, residenceCommune } = typed
  return {
    identityPaper: readPaper(identityPaper, identityNumber),
    identityNumber: hasInk(identityNumber) ? readIdentityNumber(identityPaper, identityNumber) : kept(null),
    fullName: readPersonName(typed.fullName),
    birthDate: optional(typed.birthDate, (text) => readBirth(text, vietnamDate(now))),
    gender: gender === '' || gender === 'male' || gender === 'female' ? kept(gender || null) : faulty('gender-unknown'),
    taxCode: optional(typed.taxCode, readTaxCode),
    residenceCommune:
      !residenceCommune || isCommune(residenceCommune) ? kept(residenceCommune || null) : faulty('commune-unknown'),
    residenceDetail: optional(typed.residenceDetail, (text) => readText(text, { most: 400 })),
  }
}

/**
 * The citizen's own data, which forms are filled from. What the national ID or a desk has confirmed stays as it is; while identity papers are
 * closed on this device their number is not shown, and what is sent back of it is not taken.
 * @throws Refusal `platform.values-wrong`.
 */
export async function saveOwnData(call: Call, typed: TypedOwnData, isCommune: (id: string) => boolean) {
  await inTransaction(call, async (within) => {
    const account = await findAccount(within.db, call.actor.id)
    if (!account) throw new Refusal('accounts.unknown')
    const vouched = account.identityLevel !== 'stated'
    const readings = readOwnData(typed, call.now, isCommune)
    const { residenceCommune, residenceDetail, gender, taxCode } = readings
    const always = { residenceCommune, residenceDetail, gender, taxCode }
    const { fullName, birthDate, identityPaper, identityNumber } = readings
    if (vouched) await changeOwnData(within.db, account.id, takeValues(always))
    else if (call.actor.owesIdentityCode && account.identityNumber)
      await changeOwnData(within.db, account.id, takeValues({ ...always, fullName, birthDate }))
    else {
      const numbers = { identityPaper, identityNumber }
      await changeOwnData(within.db, account.id, takeValues({ ...always, fullName, birthDate, ...numbers }))
    }
    recordAudit(within, 'accounts.data-changed', HOUSE_CHAIN, account.id)
  })
}
