import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { compareWithPaper, findPublicPaper, readPaperCode, spacedCode, findPaper } from '#server/papers/index.ts'
import { type Call, may, mayAnywhere } from '#server/platform/call.ts'
import { running } from '#server/platform/running.ts'
import { findPublicCopy, isCopyFile } from '#server/signing/index.ts'
import { REFUSALS } from '#server/refusals.ts'
import { pathOf } from '../../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const { call } = locals
  const code = readPaperCode(params.code)
  setHeaders({ 'cache-control': 'no-store' })
  if (code && code !== params.code) redirect(303, pathOf`/kiem-tra/${code}`)
  const paper = await findPublicPaper(call, params.code)
  const copy = paper ? undefined : await findPublicCopy(call, params.code)
  const sha256 = url.searchParams.get('tep') ?? ''
  const compared = paper && /^[0-9a-f]{64}$/.test(sha256) ? await compareWithPaper(call, paper.code, sha256) : undefined
  return {
    typed: params.code.slice(0, 60),
    paper: paper ?? null,
    copy: copy ?? null,
    spaced: spacedCode((paper ?? copy)?.code ?? ''),
    copySame: copy && /^[0-9a-f]{64}$/.test(sha256) ? await isCopyFile(call, copy.code, sha256) : null,
    compared: compared ? { likeness: compared, sha256 } : null,
    fault: own(REFUSALS, url.searchParams.get('loi') ?? '')?.vi ?? null,
    mostMb: Math.round(running().settings.maxFileBytes / 1048576),
    /** The page where who may withdraw or replace this paper does so. */
    desk: paper && may(call.actor, 'papers.withdraw', paper.issuerId) ? await deskOf(call, paper.code) : null,
    mayCopy: paper?.state === 'valid' && mayAnywhere(call.actor, 'signing.seal'),
  }
}

async function deskOf({ db }: Pick<Call, 'db'>, code: string): Promise<string | null> {
  const paper = await findPaper(db, { code })
  return paper?.numberedOn ? pathOf`/giay-to-da-ky/${paper.id}` : null
}
