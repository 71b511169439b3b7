import { authorityOrNotFound, octets } from '../answer.ts'
import type { RequestHandler } from './$types.js'

/** The certificate of the root, DER. */
export const GET: RequestHandler = async ({ locals }) => {
  const { authority } = await authorityOrNotFound(locals.call.now)
  return octets(authority.keys.root.certificate.der, 'application/pkix-cert', 3600)
}
