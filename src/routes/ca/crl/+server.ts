import { answerCrl } from '#server/certificates/index.ts'
import { authorityOrNotFound, octets } from '../answer.ts'
import type { RequestHandler } from './$types.js'

/** The revocation list of the issuing authority, DER. */
export const GET: RequestHandler = async ({ locals }) => {
  const { now } = locals.call
  const { authority, register } = await authorityOrNotFound(now)
  return octets(await answerCrl(authority, register, now), 'application/pkix-crl')
}
