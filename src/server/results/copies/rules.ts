import { type Dossier } from '#server/dossiers/index.ts'
import { type Actor, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'
import type { DossierResult } from '../schema.ts'

const SETTLED = ['settled', 'returned']

/**
 * Whether a result on paper may be copied now (số hóa kết quả giải quyết): from the step at which it is signed, until it is returned and after.
 * One that is sent back to be written again is none any more; one signed electronically needs no scan, save
 * where a blank or card is handed over beside it. A word for why not.
 */
export function whyNoScan(
  { state, stepKey, outcome }: Pick<Dossier, 'state' | 'stepKey' | 'outcome'>,
  { workflow, results }: Pick<ProcedureContent, 'workflow' | 'results'>,
  prepared: Pick<DossierResult, 'state'> | undefined,
): 'electronic' | 'too-early' | 'ended' | null {
  const isElectronic = prepared !== undefined && prepared.state !== 'draft' && prepared.state !== 'replaced'
  if (isElectronic && !isHandedOver({ results }, { outcome })) return 'electronic'
  if (SETTLED.includes(state)) return null
  if (!['accepted', 'processing', 'supplementing', 'paying'].includes(state)) return 'ended'
  const kinds = (workflow?.steps ?? []).map(({ kind }) => kind)
  const here = (workflow?.steps ?? []).findIndex(({ key }) => key === stepKey)
  const decides = kinds.indexOf('decide')
  return decides >= 0 && here >= decides ? null : 'too-early'
}

/** @throws Refusal `results.scan-electronic`, `results.scan-too-early`, `results.scan-ended`. */
export function requireScanTime(...world: Parameters<typeof whyNoScan>) {
  const why = whyNoScan(...world)
  if (why) throw new Refusal(`results.scan-${why}`)
}

/** Who may bring the scan: the records clerk, and the officials who make or number results of that agency. */
export const mayScan = (actor: Actor, organisationId: string) =>
  actor.kind === 'official' &&
  ['signing.seal', 'dossiers.number', 'dossiers.appraise'].some((act) => may(actor, act, organisationId))

/** What a dossier may be given on paper, by name: the results of its procedure, and the refusal. */
export const paperResults = ({ results }: Pick<ProcedureContent, 'results'>): { key: string; name: string }[] => [
  ...results.map(({ key, name }) => ({ key, name })),
  ...(results.some(({ kind }) => kind === 'answer')
    ? []
    : [{ key: 'tu-choi', name: 'Văn bản từ chối giải quyết hồ sơ' }]),
]

const IN_HAND = ['state-blank', 'card', 'note-on-paper']
/** A blank, a card or a note on a paper is handed over; the copy alone does not return such a dossier. */
export const isHandedOver = ({ results }: Pick<ProcedureContent, 'results'>, { outcome }: Pick<Dossier, 'outcome'>) =>
  outcome !== 'refuse' && results.some(({ kind }) => IN_HAND.includes(kind))
