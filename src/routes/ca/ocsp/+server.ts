import { answerOcsp } from '#server/certificates/index.ts'
import { authorityOrNotFound, octets, octetsOf } from '../answer.ts'
import type { RequestHandler } from './$types.js'

/** State of certificates (RFC 6960), asked by POST. */
export const POST: RequestHandler = async ({ request, locals }) => {
  const { now } = locals.call
  const { authority, register } = await authorityOrNotFound(now)
  const answer = await answerOcsp(authority, register, await octetsOf(request), now)
  return octets(answer, 'application/ocsp-response')
}
