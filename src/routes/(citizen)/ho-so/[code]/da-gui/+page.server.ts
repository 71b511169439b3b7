import { viewDossier } from '#server/dossiers/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { dossier, progress } = await viewDossier(locals.call, { code: params.code })
  return { code: progress.code, filedAt: dossier.filedAt, answerBy: dossier.answerBy, receiving: progress.receiving }
}
