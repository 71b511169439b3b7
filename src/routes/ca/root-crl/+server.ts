import { answerRootCrl } from '#server/certificates/index.ts'
import { authorityOrNotFound, octets } from '../answer.ts'
import type { RequestHandler } from './$types.js'

/** The revocation list of the root, DER. */
export const GET: RequestHandler = async ({ locals }) => {
  const { now } = locals.call
  const { authority } = await authorityOrNotFound(now)
  return octets(await answerRootCrl(authority, now), 'application/pkix-crl', 3600)
}
