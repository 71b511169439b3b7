import { readFileSync } from 'node:fs'
import { saveSecondFactorRoles } from '#server/accounts/index.ts'
import { insertDemonstrationAccount } from '#server/accounts/seed-account.ts'
import type { Db } from '#server/platform/call.ts'
import { readSettings } from '#server/platform/settings.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { namedId } from './directory.ts'

export type DemonstrationAccount = {
  name: string
  login: string
  password: string
  role: string
  unit: string
  totpSecret?: string
  post?: string
  kind?: 'citizen' | 'enterprise'
  phone?: string
  email?: string
  identityNumber?: string
  birthDate?: string
  gender?: string
  taxCode?: string
  residence?: string
  residenceDetail?: string
}

export const demonstrationAccounts = (): DemonstrationAccount[] =>
  (JSON.parse(readFileSync(new URL('accounts.json', import.meta.url), 'utf8')) as { accounts: DemonstrationAccount[] })
    .accounts

/** The accounts of `seeds/accounts.json`: people who hold the posts there, and citizens. Only these get passwords. */
export async function seedAccounts(db: Db, now: Date) {
  const accounts = demonstrationAccounts()
  // Leaders of the demonstration walk in with one factor; an installation of one's own keeps the standard.
  await saveSecondFactorRoles(db, ['administrator'], now)
  const holders = new Map(
    (
      await db
        .selectFrom('appointment')
        .innerJoin('person', 'person.id', 'appointment.person_id')
        .select(['post_id', 'person_id', 'full_name'])
        .execute()
    ).map((row) => [row.post_id, row]),
  )
  const sealing = accounts.some((each) => each.totpSecret) ? sealingOf(readSettings().dataDir) : undefined
  await Promise.all(
    accounts.map(async (each) => {
      const holder = each.post ? holders.get(each.post) : undefined
      if (each.post && !holder) throw new Error(`Nobody holds ${each.post}`)
      await insertDemonstrationAccount(
        db,
        {
          ...{
            id: namedId(`account ${each.login}`),
            kind: each.kind ?? 'official',
            fullName: holder?.full_name ?? each.name,
            at: now,
          },
          ...{
            personId: holder?.person_id ?? null,
            loginName: each.login,
            phone: each.phone ?? null,
            email: each.email ?? null,
            password: each.password,
          },
          ...{
            birthDate: each.birthDate ?? null,
            gender: each.gender ?? null,
            taxCode: each.taxCode ?? null,
            totpSecret: each.totpSecret,
          },
          ...{
            identityPaper: each.identityNumber ? 'can-cuoc' : null,
            identityNumber: each.identityNumber ?? null,
            identityLevel: each.identityNumber ? 'desk' : 'stated',
            deskOrganisationId: each.identityNumber ? (each.residence ?? null) : null,
          },
          ...{ residenceCommune: each.residence ?? null, residenceDetail: each.residenceDetail ?? null },
        },
        sealing,
      )
    }),
  )
}
