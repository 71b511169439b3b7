import type { Reroute, Transport } from '@sveltejs/kit/hooks'
import { isBrokenPath } from '#server/platform/typed-text.ts'
import { RenderedOnly } from './routes/rendered-only.ts'

/** Lists that are rendered on the server alone are not sent as data. */
export const transport: Transport = {
  RenderedOnly: {
    encode: (value) => value instanceof RenderedOnly && 1,
    decode: () => new RenderedOnly([]),
  },
}

/** No page stands at an address that holds NUL, another control letter or half a letter. */
export const reroute: Reroute = ({ url }) => (isBrokenPath(url.pathname) ? '/khong-co-trang-nay' : undefined)
