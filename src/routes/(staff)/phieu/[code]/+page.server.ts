import { viewDossier } from '#server/dossiers/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const { dossier, progress, procedure, completion, events } = await viewDossier(locals.call, { code: params.code })
  const declined = events.findLast((event) => event.kind === 'declined' || event.kind === 'handed-over')
  const text = (name: string) => (typeof declined?.facts[name] === 'string' ? String(declined.facts[name]) : null)
  const round = completion.at(-1)?.round
  return {
    ...{
      code: progress.code,
      procedure: procedure.name,
      receiving: progress.receiving,
      filer: dossier.filerName,
      official: locals.call.actor.name,
      now: locals.call.now,
    },
    declined: declined
      ? { reason: text('reason'), clause: text('clause'), rightPlace: text('rightPlace'), newCode: text('newCode') }
      : null,
    items: completion.filter((item) => item.round === round),
  }
}
