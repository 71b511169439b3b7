import { createHash } from 'node:crypto'
import type { DossierView, ViewKey } from '#server/dossiers/index.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, type Paper, type PaperHouse, setPaper, setPaperState } from '#server/papers/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { generationOn } from './facts.ts'
import { findSlip, findSlipForUpdate, insertSlip, markSlipNumber, markSlipPaper, nextSlipNumber } from './queries.ts'
import { SERIES_OF, type Slip, SLIP_TITLE, type SlipKind } from './schema.ts'
import { slipData } from './slip-data.ts'

/**
 * Whether there is such a slip of this dossier, and which: a receipt once accepted, a completion slip per round, a decline slip once
 * declined; a control slip and the declaration of any dossier. The filer never gets the control slip: it is the office's own.
 * @throws Refusal `slips.none`, `slips.not-for-filer`.
 */
export function decideSlip(
  view: Pick<DossierView, 'dossier' | 'completion'>,
  kind: SlipKind,
  viewer: Call['actor']['kind'],
): { occasion: number } {
  const { dossier, completion } = view
  if (kind === 'control' && viewer !== 'official') throw new Refusal('slips.not-for-filer')
  const round = completion.at(-1)?.round ?? 0
  const there = {
    receipt: dossier.acceptedAt !== null,
    completion: round > 0,
    decline: dossier.state === 'declined' || dossier.state === 'transferred',
    control: true,
    declaration: true,
  }[kind]
  if (!there) throw new Refusal('slips.none', { kind: SLIP_TITLE[kind] })
  return { occasion: kind === 'completion' ? round : 0 }
}

const hashOf = (templateKey: string, data: unknown) =>
  createHash('sha256')
    .update(JSON.stringify([templateKey, data]))
    .digest('hex')

/** Gives the slip its place and number once: whoever comes second finds it. */
async function numbered(
  call: Call,
  key: Pick<Slip, 'dossierId' | 'kind' | 'occasion'>,
  deskId: string,
  series: string | null,
): Promise<Slip> {
  const found = await findSlip(call.db, key)
  if (found) return found
  const year = Number(vietnamDate(call.now).slice(0, 4))
  await inTransaction(call, async (within) => {
    const slip: Slip = { ...key, number: null, year, issuedAt: call.now, paperId: null, dataHash: null }
    if (!(await insertSlip(within.db, slip)) || !series) return
    await markSlipNumber(within.db, key, await nextSlipNumber(within.db, deskId, series, year))
  })
  return (await findSlip(call.db, key))!
}

/**
 * Sets a slip of a dossier (in giấy hẹn, phiếu) as PDF by the form that holds on the dossier's day and keeps it. Asked for twice it is the
 * same paper until what it says of the dossier has changed; then a fresh one under the same number replaces it. The row of the slip is
 * held while it is set, nothing else: two who ask at once get one paper.
 */
export async function setSlip(call: Call, house: PaperHouse, key: ViewKey, kind: SlipKind): Promise<Paper> {
  const view = await viewDossier(call, key)
  const { dossier } = view
  const { occasion } = decideSlip(view, kind, call.actor.kind)
  const day = vietnamDate(dossier.filedAt)
  const generation = await generationOn(call.db, day)
  const slipKey = { dossierId: dossier.id, kind, occasion }
  const series = kind === 'declaration' ? null : SERIES_OF[generation][kind]
  const slip = await numbered(call, slipKey, dossier.deskId, series)
  const { templateKey, data } = await slipData(call, view, slip, generation)
  const dataHash = hashOf(templateKey, data)
  return inTransaction(call, async (within) => {
    const held = (await findSlipForUpdate(within.db, slipKey))!
    const earlier = held.paperId ? await findPaper(within.db, { id: held.paperId }) : undefined
    if (earlier && held.dataHash === dataHash) return earlier
    const paper = await setPaper(within, house, {
      ...{ templateKey, organisationId: dossier.deskId, subjectKind: 'dossier', subjectId: dossier.id },
      ...{ title: `${SLIP_TITLE[kind]} ${dossier.code}`, data },
    })
    await markSlipPaper(within.db, slipKey, paper.id, dataHash)
    if (earlier)
      await setPaperState(
        within.db,
        earlier.id,
        { state: 'replaced', reason: 'Hồ sơ đã có thay đổi', replacedBy: paper.id },
        call.now,
      )
    return paper
  })
}
