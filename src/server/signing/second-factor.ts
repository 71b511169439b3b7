import { proveSecondFactor } from '#server/accounts/index.ts'
import { mayForProvince } from '#server/certificates/index.ts'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { findKeyOf } from './queries.ts'
import type { GivenCode, KeyKind, SigningHouse, SignsBy } from './schema.ts'
import { findSecondFactorSetting, saveSecondFactorSetting } from './setting-queries.ts'

/** Whose signatures ask for the code on the telephone beside the PIN: nobody's, leaders' and heads', everybody's. */
export const SIGNING_SECOND_FACTOR = ['never', 'leaders', 'all'] as const
export type SigningSecondFactor = (typeof SIGNING_SECOND_FACTOR)[number]

/** The choice now; where nobody has chosen, the PIN is enough (security of an installation, not law: configuration). */
export async function getSigningSecondFactor({
  db,
}: Pick<Call, 'db'>): Promise<{ of: SigningSecondFactor; changedAt: Date | null }> {
  const kept = await findSecondFactorSetting(db)
  return { of: SIGNING_SECOND_FACTOR.find((each) => each === kept?.of) ?? 'never', changedAt: kept?.changedAt ?? null }
}

/** Whether a place of a paper asks for the second factor. A key that the house opens with a PIN does; a token and a remote service have their own. */
export function decideSecondFactor(of: SigningSecondFactor, by: SignsBy, kind: KeyKind): boolean {
  if (kind !== 'software' && kind !== 'pkcs11') return false
  return of === 'all' || (of === 'leaders' && (by === 'leader' || by === 'head' || by === 'initials'))
}

/** Chooses whose signatures ask for the second factor. A setting of the whole house. @throws Refusal `signing.no-right`, `signing.unknown-choice`. */
export async function changeSigningSecondFactor(call: Call, command: { of: string }) {
  if (!(await mayForProvince(call, 'settings.change'))) throw new Refusal('signing.no-right')
  const of = SIGNING_SECOND_FACTOR.find((each) => each === command.of)
  if (!of) throw new Refusal('signing.unknown-choice')
  await inTransaction(call, async (within) => {
    const before = await getSigningSecondFactor(within)
    await saveSecondFactorSetting(within.db, of, within.now)
    recordAudit(within, 'signing.second-factor-changed', HOUSE_CHAIN, null, { from: before.of, to: of })
  })
}

/** The code of a form, to be proved where a place asks for it. @throws Refusal of accounts when the code is missing, wrong or used. */
export function givenCode(call: Call, { dataDir }: Pick<SigningHouse, 'dataDir'>, text: string | undefined): GivenCode {
  let chosen: ReturnType<typeof getSigningSecondFactor> | undefined
  let proved: Promise<void> | undefined
  return {
    text,
    proveFor: async (by, kind) => {
      chosen ??= getSigningSecondFactor(call)
      if (!decideSecondFactor((await chosen).of, by, kind)) return
      proved ??= proveSecondFactor(call, sealingOf(dataDir), text ?? '')
      await proved
    },
  }
}

export type CodeAsked = 'phone' | 'service' | null

/** Which code the page asks for beside the PIN: that of the signer's telephone, that of the remote service, or none. */
export async function codeAsked(
  call: Call,
  house: SigningHouse,
  places: readonly { by: SignsBy; organisationId: string }[],
): Promise<CodeAsked> {
  const { of } = await getSigningSecondFactor(call)
  if (of === 'never' && !house.cloud) return null
  const { db, now, actor } = call
  let asked: CodeAsked = null
  for (const { by, organisationId } of new Map(
    places.map((each) => [`${each.by} ${each.organisationId}`, each]),
  ).values()) {
    const certificate =
      by === 'seal'
        ? await house.register.certificateOfOrganisation(db, organisationId, now)
        : actor.postId && (await house.register.certificateOfPost(db, actor.postId, now, actor.id))
    const kind = (certificate && (await findKeyOf(db, certificate.id))?.kind) || 'software'
    if (decideSecondFactor(of, by, kind)) return 'phone'
    if (kind === 'csc') asked = 'service'
  }
  return asked
}
