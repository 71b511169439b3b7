import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { supplyCompletion, viewDossier } from '#server/dossiers/index.ts'
import { plainFileName } from '#server/filing/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { running } from '#server/platform/running.ts'
import { REFUSALS } from '#server/refusals.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { attempt, textOf } from '../../../../refused.ts'
import { withUploads } from '../../../../upload.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { progress, completion, dossier, papers } = await viewDossier(locals.call, { code: params.code })
  const code = url.searchParams.get('loi') ?? ''
  return {
    code: progress.code,
    state: progress.state,
    id: dossier.id,
    items: completion.filter((item) => !item.suppliedAt),
    papers: papers.map(({ key, name }) => ({ key, name })),
    fault: own(REFUSALS, code)?.vi ?? null,
  }
}

/** The files of the items that are asked for, each as it arrives. */
export const actions: Actions = {
  default: async (event) => {
    const { locals, params } = event
    const { call } = locals
    const { dataDir, maxFileBytes } = running().settings
    const { papers } = await viewDossier(call, { code: params.code })
    const result = await attempt(new FormData(), async () => {
      const { fields, taken } = await withUploads(event, async ({ field, name, bytes }) => {
        const paper = papers.find((each) => `tep:${each.key}` === field)
        if (!paper) throw new Refusal('filing.unknown-paper')
        const stored = await storeFile(call.db, dataDir, bytes, { now: call.now, maxBytes: maxFileBytes })
        return {
          documentKey: paper.key,
          documentName: paper.name,
          sha256: stored.sha256,
          fileName: plainFileName(name),
          mediaType: stored.mediaType,
          sizeBytes: stored.size,
        }
      })
      return supplyCompletion(call, {
        dossierId: textOf(fields, 'ho-so', 40),
        documents: taken.filter((each) => each.sizeBytes > 0),
        words: textOf(fields, 'loi-nhan', 2000) || null,
      })
    })
    if (!('code' in result)) return result
    redirect(303, `/ho-so/${params.code}`)
  },
}
