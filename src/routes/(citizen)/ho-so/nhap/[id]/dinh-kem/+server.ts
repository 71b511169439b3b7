import { redirect } from '@sveltejs/kit'
import { attachToDraft } from '#server/filing/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { faultQuery, faultsQuery, type PaperRefused } from '../../../../../file-fault.ts'
import { pathOf } from '../../../../../path-of.ts'
import { withUploads } from '../../../../../upload.ts'
import type { RequestHandler } from './$types.js'

/** A file is for the paper of its field (`giay:<key>`), or for the paper that the address names. */
const paperOf = (field: string, named: string) => (field.startsWith('giay:') ? field.slice(5) : named)

/**
 * Every file chosen on the page of papers, whichever button was pressed: what is good is kept, what is refused is told with its paper, all
 * at once. `tiep`: goes on to the check page when nothing was refused; nothing chosen is nothing left behind.
 */
export const POST: RequestHandler = async (event) => {
  const { locals, params, url } = event
  const { settings } = running()
  const named = url.searchParams.get('giay') ?? ''
  const back = pathOf`/ho-so/nhap/${params.id}/giay-to`
  const refused: PaperRefused[] = []
  const keep = async ({ field, name, bytes }: { field: string; name: string; bytes: AsyncIterable<Uint8Array> }) => {
    const documentKey = paperOf(field, named)
    try {
      await attachToDraft(locals.call, settings, { draftId: params.id, documentKey, fileName: name, bytes })
    } catch (refusal) {
      if (!(refusal instanceof Refusal)) throw refusal
      refused.push({ paper: documentKey, refusal })
    }
    return documentKey
  }
  const isOnward = url.searchParams.has('tiep')
  let chosen: string[]
  try {
    chosen = (await withUploads(event, keep)).taken
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const code = error.code === 'platform.form-kind' ? new Refusal('filing.no-file') : error
    redirect(303, pathOf`${back}?${faultQuery(code)}&giay=${named}`)
  }
  if (refused.length > 0) redirect(303, pathOf`${back}?${faultsQuery(refused)}`)
  if (isOnward) redirect(303, pathOf`/ho-so/nhap/${params.id}/kiem-tra`)
  if (chosen.length === 0)
    redirect(303, pathOf`${back}?${faultsQuery([{ paper: named, refusal: new Refusal('filing.no-file') }])}`)
  redirect(303, pathOf`${back}?da=them#giay-${named || chosen[0]!}`)
}
