import { error } from '@sveltejs/kit'
import { type Authority, type Register, registerOf, theAuthority } from '#server/certificates/index.ts'
import { readBody } from '#server/platform/arriving.ts'
import { running } from '#server/platform/running.ts'

const MOST_BYTES = 16 * 1024

/** The demonstration authority, and the register that it answers from; 404 where it is switched off. */
export async function authorityOrNotFound(at: Date): Promise<{ authority: Authority; register: Register }> {
  const authority = await theAuthority(running().settings, at)
  return authority ? { authority, register: registerOf(running().db) } : error(404, { message: 'Không có trang này.' })
}

/** The octets of a request of OCSP or RFC 3161, which are small. */
export const octetsOf = (request: Request): Promise<Uint8Array> => readBody(request, MOST_BYTES)

export const octets = (bytes: Uint8Array, type: string, seconds = 0) =>
  new Response(bytes as Uint8Array<ArrayBuffer>, {
    headers: {
      'content-type': type,
      'content-length': String(bytes.length),
      'cache-control': seconds > 0 ? `public, max-age=${seconds}` : 'no-store',
    },
  })
