import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import { checkBrought, NO_LEGAL_VALUE } from '#server/certificates/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { withUpload } from '../../upload.ts'
import { trustHere } from './trusted.ts'
import { pathOf } from '../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const { anchors } = await trustHere(locals.call)
  return {
    roots: anchors.map(({ subject, fingerprint }) => ({ name: subject.text, fingerprint })),
    isDemonstration: anchors.some(({ subject }) => subject.text.includes(NO_LEGAL_VALUE)),
    mostMb: Math.floor(running().settings.maxFileBytes / 1_048_576),
    gone: url.searchParams.has('het-han'),
  }
}

export const actions: Actions = {
  default: async (event) => {
    const { locals } = event
    const { dataDir, maxFileBytes } = running().settings
    let id = ''
    try {
      const house = { dataDir, maxBytes: maxFileBytes, trust: await trustHere(locals.call) }
      ;({ id } = await withUpload(event, (file) => checkBrought(locals.call, house, file)))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const code = error.code === 'filing.no-file' ? 'certificates.no-file' : error.code
      return fail(own(REFUSALS, code)?.status ?? 422, { fault: sentenceOf(code, error.facts) })
    }
    redirect(303, pathOf`/kiem-tra/ket-qua/${id}`)
  },
}
