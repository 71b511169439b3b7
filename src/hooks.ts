import type { Reroute, Transport } from '@sveltejs/kit/hooks'
import { isBrokenPath } from '#server/platform/typed-text.ts'
import { isNoAddress } from './routes/address-kinds.ts'
import { RenderedOnly } from './routes/rendered-only.ts'

/** Lists that are rendered on the server alone are not sent as data. */
export const transport: Transport = {
  RenderedOnly: {
    encode: (value) => value instanceof RenderedOnly && 1,
    decode: () => new RenderedOnly([]),
  },
}

const NOTHING = '/khong-co-trang-nay'

/** No page stands at an address that holds NUL, another control letter or half a letter, or an identifier that is none; the API says so in its own way. */
export const reroute: Reroute = ({ url: { pathname } }) => {
  if (!isBrokenPath(pathname) && !isNoAddress(pathname)) return undefined
  return pathname.startsWith('/api/') ? `/api${NOTHING}` : NOTHING
}
