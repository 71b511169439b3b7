import type { Db } from '#server/platform/call.ts'
import type { Certificate } from '#server/signatures/index.ts'
import { answerCrl, answerRootCrl } from '../authority/answers.ts'
import type { Authority } from '../authority/open.ts'
import { intermediates, trustAnchors } from '../authorities.ts'
import { DEMONSTRATION, findAuthority } from '../authority-queries.ts'
import { registerOf } from '../standing.ts'

/** What a check stands on: the roots, and the certificates and revocation data that this house has by itself. */
export type TrustOfHouse = {
  anchors: Certificate[]
  extra: { ocsps: Uint8Array[]; crls: Uint8Array[]; certificates: Uint8Array[] }
}

/**
 * Whom this house trusts when it checks a file: the roots of the register, and that of the demonstration authority while it runs and the
 * register has not switched it off. Of its own authority the house knows the revoked certificates of this minute, so that a paper signed
 * just now is judged before its revocation data are in the file. Nobody outside is asked.
 */
export async function trustOfHouse(db: Db, authority: Authority | undefined, now: Date): Promise<TrustOfHouse> {
  const [anchors, pool, demonstration] = await Promise.all([
    trustAnchors(db),
    intermediates(db),
    findAuthority(db, DEMONSTRATION),
  ])
  const extra: TrustOfHouse['extra'] = { ocsps: [], crls: [], certificates: pool.map((each) => each.der) }
  if (!authority || demonstration?.enabled === false) return { anchors, extra }
  const { root, issuing, stamping } = authority.keys
  if (!anchors.some((each) => each.fingerprint === root.certificate.fingerprint)) anchors.push(root.certificate)
  extra.certificates.push(issuing.certificate.der, stamping.certificate.der)
  extra.crls.push(...(await Promise.all([answerCrl(authority, registerOf(db), now), answerRootCrl(authority, now)])))
  return { anchors, extra }
}
