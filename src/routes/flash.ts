import type { Cookies } from '@sveltejs/kit'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { pathOf } from './path-of.ts'

/** What is shown once after a redirect and must never stand in an address: the secret of a receipt, the code of an account. */
export type Flash = Record<string, string | null>
type Kept = { page: string; of: string; until: number; facts: Flash }

const MINUTES = 10
const FLAGS = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const
/** Of the desk's receipt, and of the holder of a receipt who scanned its QR. */
export type FlashName = '__Host-dinh-bien-nhan' | '__Host-dinh-giay-hen'

/** Keeps it for one page and one person, sealed under the key of the house, for ten minutes. Only this house can make one. */
export function setFlash(
  cookies: Cookies,
  name: FlashName,
  { page, of, facts, now }: { page: string; of: string; facts: Flash; now: Date },
) {
  const kept: Kept = { page, of, facts, until: now.getTime() + MINUTES * 60_000 }
  const sealed = sealingOf(running().settings.dataDir).seal(JSON.stringify(kept)).toString('base64url')
  cookies.set(name, sealed, { ...FLAGS, maxAge: MINUTES * 60 })
}

/** What was kept for this page and this person; undefined for anything else, also for what somebody else has sealed or sent. */
export function readFlash(
  cookies: Cookies,
  name: FlashName,
  { page, of, now }: { page: string; of: string; now: Date },
): Flash | undefined {
  const sealed = cookies.get(name)
  if (!sealed || sealed.length > 2000) return undefined
  let kept: Kept
  try {
    kept = JSON.parse(sealingOf(running().settings.dataDir).unseal(Buffer.from(sealed, 'base64url'))) as Kept
  } catch {
    return undefined
  }
  return kept.page === page && kept.of === of && kept.until > now.getTime() ? kept.facts : undefined
}

/** Keeps the secret of a receipt just made, and the code of the account opened with it, for the page that prints them. */
export const keepReceipt = (
  { cookies, locals }: { cookies: Cookies; locals: App.Locals },
  code: string,
  facts: { receiptSecret: string; claimCode?: string | null },
) =>
  setFlash(cookies, '__Host-dinh-bien-nhan', {
    page: pathOf`/giay-hen/${code}`,
    of: locals.call.actor.id,
    facts: { secret: facts.receiptSecret, claim: facts.claimCode ?? null },
    now: locals.call.now,
  })
