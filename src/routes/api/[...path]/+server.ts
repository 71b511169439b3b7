import { answerApi } from '#server/api/index.ts'
import type { RequestHandler } from './$types.js'

const answer: RequestHandler = ({ request, locals }) => answerApi(request, locals.call)

export const GET = answer
export const POST = answer
export const PUT = answer
