import { redirect } from '@sveltejs/kit'
import { lookUpProgress, progressOf, readCode, viewDossier } from '#server/dossiers/index.ts'
import { networkOf } from '#server/platform/network.ts'
import { limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { deskToAsk } from '../../../desk-to-ask.ts'
import { readFlash, setFlash } from '../../../flash.ts'
import { pathOf } from '../../../path-of.ts'
import type { PageServerLoad } from './$types.js'

/** With the secret of the receipt's QR the full view; wrong ones are counted, and never hide what anybody may see. */
async function withReceipt(call: App.Locals['call'], code: string, secret: string) {
  const network = networkOf(call.origin?.ip)
  try {
    const all = await limitBy(call, 'receipt.network', network)
    const one = await limitBy(call, 'receipt.code-network', `${code} ${network}`)
    const { dossier, sections, papers, completion } = await viewDossier(call, { code, secret })
    await Promise.all([all.giveBack(), one.giveBack()])
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

/**
 * The QR of a receipt leads here with its secret: it goes at once into a sealed cookie of this browser, good for ten minutes, and the page
 * is shown under an address without it. Never kept by any cache.
 */
export const load: PageServerLoad = async ({ locals, params, url, setHeaders, cookies }) => {
  setHeaders({ 'cache-control': 'no-store' })
  const code = readCode(params.code)
  const { now } = locals.call
  const page = pathOf`/tra-cuu/${code}`
  const scanned = url.searchParams.get('khoa')
  if (scanned) {
    const facts = { secret: scanned.slice(0, 100) }
    setFlash(cookies, '__Host-dinh-giay-hen', { page, of: 'receipt', facts, now })
    redirect(303, pathOf`/tra-cuu/${code}`)
  }
  const secret = readFlash(cookies, '__Host-dinh-giay-hen', { page, of: 'receipt', now })?.secret
  const progress = await (secret ? progressOf(locals.call.db, code, now) : lookUpProgress(locals.call, code))
  return {
    code,
    desk: progress ? null : await deskToAsk(locals.call.db),
    progress: progress ?? null,
    full: progress && secret ? await withReceipt(locals.call, code, secret) : null,
  }
}
