import type { Db } from '#server/platform/call.ts'
import { stepOf } from './totp-steps.ts'

/** What is read of an account. */
export const ACCOUNT_COLUMNS = [
  'id',
  'kind',
  'person_id as personId',
  'login_name as loginName',
  'phone',
  'phone_confirmed_at as phoneConfirmedAt',
  'phone_confirmed_how as phoneConfirmedHow',
  'email',
  'email_confirmed_at as emailConfirmedAt',
  'full_name as fullName',
  'birth_date as birthDate',
  'gender',
  'identity_paper as identityPaper',
  'identity_number as identityNumber',
  'tax_code as taxCode',
  'residence_commune as residenceCommune',
  'residence_detail as residenceDetail',
  'identity_level as identityLevel',
  'desk_organisation_id as deskOrganisationId',
  'desk_actor_id as deskActorId',
  'second_proof_at as secondProofAt',
  'password_hash as passwordHash',
  'totp_secret_sealed as totpSecretSealed',
  'disabled_at as disabledAt',
  'demonstration',
] as const

export const findAccount = (db: Db, id: string) =>
  db.selectFrom('account').select(ACCOUNT_COLUMNS).where('id', '=', id).executeTakeFirst()
export type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>

/** The account, kept until the transaction ends. */
export const lockAccount = (db: Db, id: string) =>
  db.selectFrom('account').select(ACCOUNT_COLUMNS).where('id', '=', id).forUpdate().executeTakeFirst()

/**
 * By login name, by a phone or e-mail that was confirmed (one that somebody else typed opens nothing), or by the identity number a desk or the
 * national identity vouches for.
 */
export const findAccountByName = (db: Db, name: string) =>
  db
    .selectFrom('account')
    .select(ACCOUNT_COLUMNS)
    .where((eb) =>
      eb.or([
        eb('login_name', '=', name),
        eb.and([eb('phone', '=', name), eb('phone_confirmed_at', 'is not', null)]),
        eb.and([eb('email', '=', name), eb('email_confirmed_at', 'is not', null)]),
        eb.and([
          eb('identity_number', '=', name),
          eb('identity_paper', '=', 'can-cuoc'),
          eb('kind', '=', 'citizen'),
          eb('identity_level', '<>', 'stated'),
        ]),
      ]),
    )
    .executeTakeFirst()

export const findAccountByIdentity = (db: Db, number: string) =>
  db
    .selectFrom('account')
    .select(ACCOUNT_COLUMNS)
    .where('kind', '=', 'citizen')
    .where('identity_number', '=', number)
    .where('identity_level', '<>', 'stated')
    .executeTakeFirst()

export type AccountRow = {
  id: string
  kind: 'official' | 'citizen' | 'enterprise'
  fullName: string
  at: Date
  personId?: string | null
  loginName?: string | null
  phone?: string | null
  phoneConfirmedAt?: Date | null
  phoneConfirmedHow?: 'code' | 'claim' | null
  email?: string | null
  emailConfirmedAt?: Date | null
  birthDate?: string | null
  gender?: string | null
  identityPaper?: string | null
  identityNumber?: string | null
  taxCode?: string | null
  residenceCommune?: string | null
  residenceDetail?: string | null
  identityLevel?: 'stated' | 'desk' | 'national-id'
  deskOrganisationId?: string | null
  deskActorId?: string | null
  secondProofAt?: Date | null
  passwordHash?: string | null
  totpSecretSealed?: Buffer | null
  totpRequired?: boolean
  demonstration?: boolean
}

export async function insertAccount(db: Db, row: AccountRow) {
  await db
    .insertInto('account')
    .values({
      id: row.id,
      kind: row.kind,
      full_name: row.fullName,
      created_at: row.at,
      person_id: row.personId ?? null,
      login_name: row.loginName ?? null,
      phone: row.phone ?? null,
      phone_confirmed_at: row.phoneConfirmedAt ?? null,
      phone_confirmed_how: row.phoneConfirmedHow ?? (row.phoneConfirmedAt ? 'code' : null),
      email: row.email ?? null,
      email_confirmed_at: row.emailConfirmedAt ?? null,
      birth_date: row.birthDate ?? null,
      gender: row.gender ?? null,
      identity_paper: row.identityPaper ?? null,
      identity_number: row.identityNumber ?? null,
      tax_code: row.taxCode ?? null,
      residence_commune: row.residenceCommune ?? null,
      residence_detail: row.residenceDetail ?? null,
      identity_level: row.identityLevel ?? 'stated',
      desk_organisation_id: row.deskOrganisationId ?? null,
      desk_actor_id: row.deskActorId ?? null,
      second_proof_at: row.secondProofAt ?? null,
      password_hash: row.passwordHash ?? null,
      password_changed_at: row.passwordHash ? row.at : null,
      totp_secret_sealed: row.totpSecretSealed ?? null,
      totp_required: row.totpRequired ?? false,
      demonstration: row.demonstration ?? false,
    })
    .execute()
}

export const OWN_DATA = [
  'fullName',
  'birthDate',
  'gender',
  'identityPaper',
  'identityNumber',
  'residenceCommune',
  'residenceDetail',
  'taxCode',
] as const
export type OwnData = Pick<Account, (typeof OWN_DATA)[number]>

/** Changes what is given and leaves the rest. */
export async function changeOwnData(db: Db, id: string, data: Partial<OwnData>) {
  await db
    .updateTable('account')
    .set({
      full_name: data.fullName,
      birth_date: data.birthDate,
      gender: data.gender,
      identity_paper: data.identityPaper,
      identity_number: data.identityNumber,
      residence_commune: data.residenceCommune,
      residence_detail: data.residenceDetail,
      tax_code: data.taxCode,
    })
    .where('id', '=', id)
    .execute()
}

/** A second proof of the identity that a desk vouched for. */
export const setSecondProof = (db: Db, id: string, at: Date) =>
  db
    .updateTable('account')
    .set({ second_proof_at: at })
    .where('id', '=', id)
    .where('identity_level', '<>', 'stated')
    .execute()

export const setPasswordHash = (db: Db, id: string, hash: string, at: Date) =>
  db.updateTable('account').set({ password_hash: hash, password_changed_at: at }).where('id', '=', id).execute()

export const setTotp = (db: Db, id: string, sealed: Buffer | null) =>
  db.updateTable('account').set({ totp_secret_sealed: sealed, totp_last_step: null }).where('id', '=', id).execute()

/**
 * Uses a time step once: a code that was seen does not open a second time. A step further ahead than a code of now can be was used while a
 * clock stood wrong, and holds nobody up.
 */
export async function useTotpStep(db: Db, id: string, step: number, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('account')
    .set({ totp_last_step: step })
    .where('id', '=', id)
    .where((eb) =>
      eb.or([
        eb('totp_last_step', 'is', null),
        eb('totp_last_step', '<', step),
        eb('totp_last_step', '>', stepOf(now) + 2),
      ]),
    )
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
