import {
  type Authority,
  certificateOfOrganisation,
  certificateOfPost,
  chainOf,
  findCertificate,
  intermediates,
  issueDemonstration,
  registerOf,
  theAuthority,
  trustAnchors,
  whyNone,
  whyStopped,
} from '#server/certificates/index.ts'
import { type Call, type Db, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import type { Settings } from '#server/platform/settings.ts'
import { newKeyPair } from './keys/keep-software-key.ts'
import { sealKey } from './keys/software-key.ts'
import { hasDemonstrationKey, holdDemonstrationKey, insertKey } from './queries.ts'
import type { CertificateRegister, DemonstrationHolder, SigningHouse } from './schema.ts'
import { validationOfAuthority, validationOfBoth, validationOverHttp } from './validation.ts'

/** Said beside every PIN field of the demonstration. */
export const DEMONSTRATION_PIN = '123456'

const register: CertificateRegister = {
  certificateOfPost,
  certificateOfOrganisation,
  findCertificate,
  whyStopped,
  whyNone,
  chainOf: async (db, { id }) => {
    const found = await findCertificate(db, id)
    return found ? chainOf(db, found) : []
  },
}

/** Key and certificate of the demonstration for a post or an organisation that never had one; two at once make one. */
async function makeKey(call: Call, authority: Authority, dataDir: string, of: DemonstrationHolder) {
  const holder = 'postId' in of ? `post ${of.postId} ${call.actor.id}` : `organisation ${of.organisationId}`
  if (await hasDemonstrationKey(call.db, holder)) return
  const { pkcs8, spki } = await newKeyPair(authority.keys.issuing.algorithm.kind === 'ecdsa' ? 'ecdsa' : 'rsa')
  const kept = await sealKey(sealingOf(dataDir), pkcs8, DEMONSTRATION_PIN)
  const { idempotency: _, ...plain } = call
  await inTransaction(plain, async (within) => {
    await holdDemonstrationKey(within.db, holder)
    if (await hasDemonstrationKey(within.db, holder)) return
    const id = newId(call.now)
    const row = await issueDemonstration(within, authority, { publicKeySpki: spki, keyId: id, ...of })
    const facts = { demonstration: holder }
    await insertKey(within.db, { id, certificateId: row.id, kind: 'software', ...kept, facts }, call.now)
  })
}

/** What signing stands on in a running program: register, authority and addresses of its settings. */
export async function signingHouse(
  db: Db,
  settings: Settings,
  now: () => Date = () => new Date(),
): Promise<SigningHouse> {
  const { dataDir } = settings
  const origin = settings.origin ?? `http://localhost:${settings.port}`
  const outside = validationOverHttp(settings.timestampUrl, settings.internalHosts)
  const authority = await theAuthority(settings, now())
  const bare = {
    ...{ dataDir, origin, register },
    ...(settings.pkcs11Library ? { pkcs11Library: settings.pkcs11Library } : {}),
    ...(settings.cloudSigning ? { cloud: settings.cloudSigning } : {}),
    ...(settings.signingAgent ? { agent: settings.signingAgent, agentMode: settings.signingAgentMode } : {}),
  }
  const issuers = async () => [...(await trustAnchors(db)), ...(await intermediates(db))]
  if (!authority) return { ...bare, validation: { ...outside, issuers }, isDemonstration: false }
  const inside = validationOfAuthority(authority, registerOf(db), now)
  return {
    ...{ ...bare, isDemonstration: true },
    validation: {
      ...validationOfBoth(settings.timestampUrl ? { ...inside, stamp: outside.stamp } : inside, outside, authority),
      issuers,
    },
    makeDemonstrationKey: (call, of) => makeKey(call, authority, dataDir, of),
  }
}
