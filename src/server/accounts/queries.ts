import { own } from '#own-keys'
import { sql } from 'kysely'
import type { Db } from '#server/platform/call.ts'

const columns = [
  ...([
    'id',
    'kind',
    'person_id as personId',
    'login_name as loginName',
    'phone',
    'email',
    'full_name as fullName',
  ] as const),
  ...([
    'birth_date as birthDate',
    'gender',
    'identity_paper as identityPaper',
    'identity_number as identityNumber',
  ] as const),
  ...(['tax_code as taxCode', 'residence_commune as residenceCommune', 'residence_detail as residenceDetail'] as const),
  ...([
    'identity_level as identityLevel',
    'password_hash as passwordHash',
    'totp_secret_sealed as totpSecretSealed',
  ] as const),
  ...(['totp_last_step as totpLastStep', 'totp_required as totpRequired', 'failed_sign_ins as failedSignIns'] as const),
  ...(['locked_until as lockedUntil', 'disabled_at as disabledAt', 'demonstration'] as const),
]

export const findAccount = (db: Db, id: string) =>
  db.selectFrom('account').select(columns).where('id', '=', id).executeTakeFirst()
export type Account = NonNullable<Awaited<ReturnType<typeof findAccount>>>

/** By login name, phone or e-mail. */
export const findAccountByName = (db: Db, name: string) =>
  db
    .selectFrom('account')
    .select(columns)
    .where((eb) => eb.or([eb('login_name', '=', name), eb('phone', '=', name), eb('email', '=', name)]))
    .executeTakeFirst()

export const findAccountByIdentity = (db: Db, number: string) =>
  db
    .selectFrom('account')
    .select(columns)
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
  email?: string | null
  birthDate?: string | null
  gender?: string | null
  identityPaper?: string | null
  identityNumber?: string | null
  taxCode?: string | null
  residenceCommune?: string | null
  residenceDetail?: string | null
  identityLevel?: 'stated' | 'desk' | 'national-id'
  passwordHash?: string | null
  totpSecretSealed?: Buffer | null
  totpRequired?: boolean
  demonstration?: boolean
}

export async function insertAccount(db: Db, row: AccountRow) {
  await db
    .insertInto('account')
    .values({
      ...{ id: row.id, kind: row.kind, full_name: row.fullName, created_at: row.at, person_id: row.personId ?? null },
      ...{
        login_name: row.loginName ?? null,
        phone: row.phone ?? null,
        email: row.email ?? null,
        birth_date: row.birthDate ?? null,
      },
      ...{
        gender: row.gender ?? null,
        identity_paper: row.identityPaper ?? null,
        identity_number: row.identityNumber ?? null,
      },
      ...{
        tax_code: row.taxCode ?? null,
        residence_commune: row.residenceCommune ?? null,
        residence_detail: row.residenceDetail ?? null,
      },
      ...{
        identity_level: row.identityLevel ?? 'stated',
        password_hash: row.passwordHash ?? null,
        password_changed_at: row.passwordHash ? row.at : null,
      },
      ...{
        totp_secret_sealed: row.totpSecretSealed ?? null,
        totp_required: row.totpRequired ?? false,
        demonstration: row.demonstration ?? false,
      },
    })
    .execute()
}

export type OwnData = Pick<
  Account,
  | 'fullName'
  | 'birthDate'
  | 'gender'
  | 'identityPaper'
  | 'identityNumber'
  | 'residenceCommune'
  | 'residenceDetail'
  | 'taxCode'
>
export async function changeOwnData(db: Db, id: string, data: Partial<OwnData>) {
  const names: Record<string, string> = {
    ...{
      fullName: 'full_name',
      birthDate: 'birth_date',
      gender: 'gender',
      identityPaper: 'identity_paper',
      identityNumber: 'identity_number',
    },
    ...{ residenceCommune: 'residence_commune', residenceDetail: 'residence_detail', taxCode: 'tax_code' },
  }
  const set = Object.fromEntries(Object.entries(data).map(([name, value]) => [own(names, name)!, value]))
  await db.updateTable('account').set(set).where('id', '=', id).execute()
}

/** Counts a failure; at the tenth in a row the account is locked for a while. */
export async function markFailed(db: Db, id: string, now: Date, most: number, minutes: number) {
  await sql`update account set failed_sign_ins = failed_sign_ins + 1,
      locked_until = case when failed_sign_ins + 1 >= ${most} then ${now}::timestamptz + ${minutes} * interval '1 minute' else locked_until end
    where id = ${id}::uuid`.execute(db)
}

export const markSignedIn = (db: Db, id: string) =>
  db.updateTable('account').set({ failed_sign_ins: 0, locked_until: null }).where('id', '=', id).execute()

export const setPasswordHash = (db: Db, id: string, hash: string, at: Date) =>
  db
    .updateTable('account')
    .set({ password_hash: hash, password_changed_at: at, failed_sign_ins: 0, locked_until: null })
    .where('id', '=', id)
    .execute()

export const setTotp = (db: Db, id: string, sealed: Buffer | null) =>
  db.updateTable('account').set({ totp_secret_sealed: sealed, totp_last_step: null }).where('id', '=', id).execute()

/** Uses a time step once: a code that was seen does not open a second time. */
export async function useTotpStep(db: Db, id: string, step: number): Promise<boolean> {
  const result = await db
    .updateTable('account')
    .set({ totp_last_step: step })
    .where('id', '=', id)
    .where((eb) => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', step)]))
    .executeTakeFirst()
  return result.numUpdatedRows === 1n
}
