import { openSlip } from '../../../../../slip-pdf.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = ({ locals, params, url }) =>
  openSlip(locals, params, url, pathOf`/ho-so/${params.code}`)
