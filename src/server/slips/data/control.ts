import type { DossierView, WayStep } from '#server/dossiers/index.ts'
import { momentInWords } from '../words.ts'
import { type Issued, slipHead } from './receipt.ts'

/** Names of those who held a step, by the id of its task. */
export type StepNames = ReadonlyMap<string, string>

/** Working to the minute is on time; what is done a minute or more before is early. */
const judge = ({ doneAt, dueAt }: WayStep) =>
  !doneAt ? '' : doneAt > dueAt ? 'Quá hạn' : dueAt.getTime() - doneAt.getTime() < 60_000 ? 'Đúng hạn' : 'Trước hạn'

/**
 * Phiếu kiểm soát quá trình giải quyết hồ sơ (form 05 of TT 01/2018, 06 of TT 03/2025): each hand-over from one holder to the next with its
 * time, both sides, and whether the side that gives had kept its time. The first giver is the applicant.
 */
export function controlData(
  view: Pick<DossierView, 'dossier' | 'procedure' | 'progress' | 'way'>,
  issued: Issued,
  { cooperating, names }: { cooperating: readonly string[]; names: StepNames },
) {
  const { dossier, way } = view
  const main = way.filter((step) => !step.side)
  const name = (step: WayStep | undefined) => (step ? (names.get(step.id) ?? '') : '')
  return {
    ...slipHead(view, issued),
    agency: view.progress.handling,
    cooperating: cooperating.join('; '),
    received: momentInWords(dossier.acceptedAt ?? dossier.filedAt),
    due: dossier.dueAt ? momentInWords(dossier.dueAt) : '',
    steps: main.slice(1).map((step, at) => {
      const before = main[at]!
      return {
        giver: before.holder,
        receiver: step.holder,
        givenAt: momentInWords(step.receivedAt ?? step.givenAt),
        ...{ by: name(before), to: name(step) },
        result: judge(before),
        note: [before.stepName, before.remark].filter(Boolean).join(': '),
      }
    }),
  }
}
