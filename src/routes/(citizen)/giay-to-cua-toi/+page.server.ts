import { redirect } from '@sveltejs/kit'
import { listOwnPapers } from '#server/dossiers/index.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  if (locals.call.actor.owesIdentityCode) redirect(303, '/xac-nhan-may?tiep=/giay-to-cua-toi')
  return {
    papers: (await listOwnPapers(locals.call)).map(
      ({
        id,
        code,
        name,
        state,
        words,
        stateReason,
        notation,
        numberedOn,
        issuer,
        pages,
        dossier,
        aboutHim,
        next,
        decision,
      }) => ({
        ...{ id, code, name, state, words, stateReason, notation, numberedOn, issuer, pages },
        ...{
          next: next && { code: next.code, notation: next.notation },
          decision: state === 'withdrawn' ? decision : null,
        },
        ...{ dossierCode: dossier.code, owner: aboutHim ? null : dossier.ownerName },
      }),
    ),
  }
}
