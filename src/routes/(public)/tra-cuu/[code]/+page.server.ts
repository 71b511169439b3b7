import { progressOf, readCode, viewDossier } from '#server/dossiers/index.ts'
import { spend } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { PageServerLoad } from './$types.js'

/** With the secret of the receipt's QR the full view; guesses of it are counted. */
async function withReceipt(call: App.Locals['call'], code: string, secret: string) {
  await spend(call.db, `receipt ${call.origin?.ip ?? ''}`, { most: 30, seconds: 600 }, call.now)
  try {
    const { dossier, sections, papers, completion } = await viewDossier(call, { code, secret })
    return {
      owner: dossier.ownerName,
      filer: dossier.filerName,
      sections,
      papers: papers.map(({ key, name, check }) => ({ key, name, verdict: check?.verdict ?? null })),
      completion,
    }
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

export const load: PageServerLoad = async ({ locals, params, url, setHeaders }) => {
  const code = readCode(params.code)
  const secret = url.searchParams.get('khoa')
  const progress = await progressOf(locals.call.db, code, locals.call.now)
  if (progress && !secret) setHeaders({ 'cache-control': 'no-store' })
  return {
    code,
    progress: progress ?? null,
    full: progress && secret ? await withReceipt(locals.call, code, secret) : null,
  }
}
