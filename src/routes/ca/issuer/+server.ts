import { authorityOrNotFound, octets } from '../answer.ts'
import type { RequestHandler } from './$types.js'

/** The certificate of the issuing authority, DER. */
export const GET: RequestHandler = async ({ locals }) => {
  const { authority } = await authorityOrNotFound(locals.call.now)
  return octets(authority.keys.issuing.certificate.der, 'application/pkix-cert', 3600)
}
