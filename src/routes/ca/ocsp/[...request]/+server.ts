import { answerOcsp } from '#server/certificates/index.ts'
import { authorityOrNotFound, octets } from '../../answer.ts'
import type { RequestHandler } from './$types.js'

/** The base64 of a request may end in a slash. */
export const trailingSlash = 'ignore'

/** State of certificates (RFC 6960, appendix A), asked by GET: the request in base64 is the rest of the path. */
export const GET: RequestHandler = async ({ params, locals }) => {
  const { now } = locals.call
  const { authority, register } = await authorityOrNotFound(now)
  const request = new Uint8Array(Buffer.from(params.request.slice(0, 4096).replaceAll(' ', '+'), 'base64'))
  return octets(await answerOcsp(authority, register, request, now), 'application/ocsp-response')
}
