import { answerTimestamp } from '#server/certificates/index.ts'
import { authorityOrNotFound, octets, octetsOf } from '../answer.ts'
import type { RequestHandler } from './$types.js'

/** Timestamps (dấu thời gian, RFC 3161). */
export const POST: RequestHandler = async ({ request, locals }) => {
  const { now } = locals.call
  const { authority } = await authorityOrNotFound(now)
  return octets(await answerTimestamp(authority, await octetsOf(request), now), 'application/timestamp-reply')
}
