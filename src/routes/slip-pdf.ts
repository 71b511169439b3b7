import { own } from '#own-keys'
import { error, redirect } from '@sveltejs/kit'
import type { PaperHouse } from '#server/papers/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { setSlip, type SlipKind } from '#server/slips/index.ts'
import { pathOf } from './path-of.ts'

/** The address of each slip. */
export const SLIP_ADDRESS: Record<string, SlipKind> = {
  'giay-hen': 'receipt',
  'bo-sung': 'completion',
  'tu-choi': 'decline',
  'kiem-soat': 'control',
  'to-khai': 'declaration',
}

/** Where papers are kept and what their QR says. */
export const paperHouse = (url: URL): PaperHouse => {
  const { settings } = running()
  return { dataDir: settings.dataDir, origin: settings.origin ?? url.origin }
}

/** Sets a slip of a dossier and opens it; a refusal goes back to the page it was asked from. */
export async function openSlip(
  { call }: App.Locals,
  { code, loai }: { code: string; loai: string },
  url: URL,
  back: string,
): Promise<never> {
  const kind = own(SLIP_ADDRESS, loai)
  if (!kind) error(404, { message: 'Không có loại giấy này.' })
  const paper = await setSlip(call, paperHouse(url), { code }, kind).catch((refused: unknown) => {
    if (refused instanceof Refusal) redirect(303, pathOf`${back}?loi=${refused.code}`)
    throw refused
  })
  redirect(303, pathOf`/tep/giay/${paper.id}`)
}
