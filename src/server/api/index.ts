import '#server/guards.ts'
import type { Call } from '#server/platform/call.ts'
import { openApi } from './app.ts'
import { dossiers } from './dossiers.ts'
import { files } from './files.ts'
import { organisations } from './organisations.ts'
import { papers } from './papers.ts'
import { procedures } from './procedures.ts'

const api = openApi()
api.route('/api', procedures)
api.route('/api', organisations)
api.route('/api', dossiers)
api.route('/api', files)
api.route('/api', papers)
api.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' })

/** The description of the API, from the same schemas that check the input (OpenAPI 3.1). */
export const describeApi = () =>
  api.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Đình',
      version: '1',
      description:
        'Version 1; additive. Bearer tokens with the scopes read, file, process. Every POST carries an Idempotency-Key. A body may be of unknown length (Transfer-Encoding: chunked): it is counted as it comes, at most 1 MB of JSON, a file as long as MAX_FILE_MB. JSON with NUL, other control letters or half a letter is refused with its place. Errors are RFC 9457 problems.',
    },
  })

/** Answers one request of the API. */
export async function answerApi(request: Request, call: Call): Promise<Response> {
  if (new URL(request.url).pathname === '/api/openapi.json') return Response.json(describeApi())
  return api.fetch(request, { call })
}
