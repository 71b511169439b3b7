import { own } from '#own-keys'
import type { BlankPrinting, Prepared, ResultView } from '#server/results/index.ts'
import { REFUSALS } from '#server/refusals.ts'

const STATES = {
  draft: 'Dự thảo, chưa ký',
  signed: 'Lãnh đạo đã ký, chờ số và dấu',
  sealed: 'Đã ký, đã đóng dấu',
  complete: 'Đã ký, đóng dấu; người nộp tải được',
  replaced: 'Đã thay',
} as const

const isSealed = ({ result }: Prepared) => result.state === 'sealed' || result.state === 'complete'
/** Words laid on a scan are also printed alone, once they have their number. */
const printable = (prepared: Prepared) => (prepared.result.laidOn && isSealed(prepared) ? prepared.result.id : null)

/** The prepared result in words for the workbench. */
export const resultShown = ({ current, beside, mayPrepare, preparables, wants, waits, ...ways }: ResultView) => ({
  ...{
    mayPrepare,
    wants,
    waits,
    offered: preparables.length > 0,
    lacking: ways.lacking,
    mayChooseByHand: ways.mayChooseByHand,
  },
  byHand: ways.byHand,
  refusalKey: preparables.find((each) => each.outcome === 'refuse')?.key ?? null,
  beside: beside.map((each) => ({
    ...{ id: each.result.id, name: each.name, number: each.paper.notation, words: STATES[each.result.state] },
    ...{ paperId: each.paper.id, printable: printable(each) },
  })),
  current: current && {
    name: current.name,
    number: current.paper.notation,
    words: STATES[current.result.state],
    printable: printable(current),
    sealed: current.result.state === 'sealed' || current.result.state === 'complete',
    refuses: current.result.outcome === 'refuse',
    fault: current.result.stepFault ? (own(REFUSALS, current.result.stepFault)?.vi ?? current.result.stepFault) : null,
    approvals: current.approvals.map(({ byName, byTitle, at, fileSha256 }) => ({
      ...{ byName, byTitle, at },
      same:
        fileSha256 === current.paper.fileSha256 ||
        current.paper.state === 'signing' ||
        current.result.state !== 'draft',
    })),
  },
})

const blankWords = ({ words, state, reason, returnedReason }: BlankPrinting['blanks'][number]) =>
  state === 'spoiled' ? `${words} hỏng (${reason})` : returnedReason ? `${words} chờ ghi hỏng` : `${words} đã in`

/** Serials of a result on State blanks (phôi), for the officials of the dossier alone; nothing where the unit keeps none and none was taken. */
export const blanksShown = (printing: BlankPrinting | null) =>
  printing && (printing.stock.keeps || printing.blanks.length > 0)
    ? { lines: printing.blanks.map(blankWords), isKeeper: printing.isKeeper }
    : null
