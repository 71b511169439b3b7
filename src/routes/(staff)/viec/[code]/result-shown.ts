import type { ResultView } from '#server/results/index.ts'
import { REFUSALS } from '#server/refusals.ts'

const STATES = {
  draft: 'Dự thảo, chưa ký',
  signed: 'Lãnh đạo đã ký, chờ số và dấu',
  sealed: 'Đã ký, đã đóng dấu',
  complete: 'Đã ký, đóng dấu; người nộp tải được',
  replaced: 'Đã thay',
} as const

/** The prepared result in words for the workbench. */
export const resultShown = ({ current, mayPrepare, preparables, wants, waits }: ResultView) => ({
  ...{ mayPrepare, wants, waits, offered: preparables.length > 0 },
  current: current && {
    name: current.name,
    number: current.paper.notation,
    words: STATES[current.result.state],
    refuses: current.result.outcome === 'refuse',
    fault: current.result.stepFault ? (REFUSALS[current.result.stepFault]?.vi ?? current.result.stepFault) : null,
    approvals: current.approvals.map(({ byName, byTitle, at, fileSha256 }) => ({
      ...{ byName, byTitle, at },
      same:
        fileSha256 === current.paper.fileSha256 ||
        current.paper.state === 'signing' ||
        current.result.state !== 'draft',
    })),
  },
})
