import { listOwnPapers } from '#server/dossiers/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => ({
  papers: (await listOwnPapers(locals.call)).map(
    ({ id, code, name, state, words, stateReason, notation, numberedOn, issuer, pages, dossier, aboutHim }) => ({
      ...{ id, code, name, state, words, stateReason, notation, numberedOn, issuer, pages },
      ...{ dossierCode: dossier.code, owner: aboutHim ? null : dossier.ownerName },
    }),
  ),
})
