import { openSlip } from '../../../../../slip-pdf.ts'
import type { RequestHandler } from './$types.js'

export const POST: RequestHandler = ({ locals, params, url }) => openSlip(locals, params, url, `/ho-so/${params.code}`)
