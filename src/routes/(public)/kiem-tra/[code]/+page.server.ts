import { redirect } from '@sveltejs/kit'
import {
  compareWithPaper,
  findPublicPaper,
  readPaperCode,
  spacedCode,
  WithdrawPaper,
  withdrawPaper,
  findPaper,
} from '#server/papers/index.ts'
import { may, mayAnywhere } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { findPublicCopy, isCopyFile } from '#server/signing/index.ts'
import { REFUSALS } from '#server/refusals.ts'
import { attempt, textOf } from '../../../refused.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const { call } = locals
  const code = readPaperCode(params.code)
  setHeaders({ 'cache-control': 'no-store' })
  if (code && code !== params.code) redirect(303, `/kiem-tra/${code}`)
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
    fault: REFUSALS[url.searchParams.get('loi') ?? '']?.vi ?? null,
    mostMb: Math.round(running().settings.maxFileBytes / 1048576),
    mayCopy: paper?.state === 'valid' && mayAnywhere(call.actor, 'signing.seal'),
    mayWithdraw: paper?.state === 'valid' && may(call.actor, 'papers.withdraw', paper.issuerId),
  }
}

export const actions: Actions = {
  'thu-hoi': async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      const paper = await findPaper(locals.call.db, { code: readPaperCode(params.code) ?? '' })
      const command = WithdrawPaper.safeParse({ paperId: paper?.id, reason: textOf(form, 'ly-do', 500) })
      if (!command.success) throw new Refusal('papers.reason-missing')
      await withdrawPaper(locals.call, command.data)
      return { done: true as const }
    })
    if (!('done' in result)) return result
    redirect(303, `/kiem-tra/${params.code}`)
  },
}
