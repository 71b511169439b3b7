import { redirect } from '@sveltejs/kit'
import { supplyCompletion, viewDossier } from '#server/dossiers/index.ts'
import { plainFileName } from '#server/filing/index.ts'
import { storeFile } from '#server/platform/files.ts'
import { running } from '#server/platform/running.ts'
import { REFUSALS } from '#server/refusals.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { attempt, textOf } from '../../../../refused.ts'
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
    fault: REFUSALS[code]?.vi ?? null,
  }
}

/** One file per item, small forms only: larger files go through the desk or several rounds of the same page. */
export const actions: Actions = {
  default: async ({ request, locals, params }) => {
    const form = await request.formData()
    const { settings } = running()
    const result = await attempt(form, async () => {
      const { papers } = await viewDossier(locals.call, { code: params.code })
      const documents = []
      for (const [name, value] of form) {
        if (!name.startsWith('tep:') || typeof value === 'string' || value.size === 0) continue
        const paper = papers.find((each) => each.key === name.slice(4))
        if (!paper) throw new Refusal('filing.unknown-paper')
        const stored = await storeFile(
          locals.call.db,
          settings.dataDir,
          value.stream() as unknown as AsyncIterable<Uint8Array>,
          { now: locals.call.now, maxBytes: settings.maxFileBytes },
        )
        documents.push({
          documentKey: paper.key,
          documentName: paper.name,
          sha256: stored.sha256,
          fileName: plainFileName(value.name),
          mediaType: stored.mediaType,
          sizeBytes: stored.size,
        })
      }
      return supplyCompletion(locals.call, {
        dossierId: textOf(form, 'ho-so', 40),
        documents,
        words: textOf(form, 'loi-nhan', 2000) || null,
      })
    })
    if (!('code' in result)) return result
    redirect(303, `/ho-so/${params.code}`)
  },
}
