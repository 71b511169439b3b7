import type { Transport } from '@sveltejs/kit/hooks'
import { RenderedOnly } from './routes/rendered-only.ts'

/** Lists that are rendered on the server alone are not sent as data. */
export const transport: Transport = {
  RenderedOnly: {
    encode: (value) => value instanceof RenderedOnly && 1,
    decode: () => new RenderedOnly([]),
  },
}
