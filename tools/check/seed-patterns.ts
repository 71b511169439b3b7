import type { ProcedureContent, Step } from '#server/procedures/schema.ts'

/** The fully seeded procedures by the number that the seed list gives them. */
export const CODES: Record<number, string> = {
  ...{ 1: '1.001193', 2: '1.000656', 3: '1.000894', 4: '1.004873', 5: '2.000635', 6: '1.004859', 7: '1.004884' },
  ...{ 8: '2.000815', 9: '2.000884', 10: '1.001699', 11: 'H25.11.001', 12: '1.012812', 13: '1.001776' },
  ...{ 14: '1.001612', 15: '1.009994', 16: 'H25.05.016', 17: '1.000798', 18: '1.013831', 19: '2.000181' },
  ...{ 20: '2.000806', 21: '1.002809', 22: '1.004088', 23: '1.003930', 24: '2.000488', 25: '1.010803' },
  ...{ 26: 'H25.26.001', 27: '2.002380', 28: '1.012398', 29: '1.009242', 30: '1.010733', 31: '1.004237' },
  32: '2.000205',
}

const steps = (content: ProcedureContent): Step[] => content.workflow?.steps ?? []
const main = (content: ProcedureContent) =>
  content.timeLimits.find((each) => !each.when && !each.chosenAtDesk) ?? content.timeLimits[0]
const heldBy = (content: ProcedureContent) =>
  new Set(steps(content).map((step) => step.holder.unit.organisation ?? step.holder.unit.of))

type Pattern = { name: string; procedures: number[]; shown: (content: ProcedureContent) => boolean }

/** Each pattern of work that a desk meets, and the procedures that show it. */
export const PATTERNS: Pattern[] = [
  {
    name: 'same day, the rule of 15:00',
    procedures: [1, 2, 3, 5, 8, 9],
    shown: (content) => content.timeLimits.some((each) => each.unit === 'same-day'),
  },
  {
    name: 'one limit, another if verification is needed',
    procedures: [2, 3, 4, 6, 7, 24],
    shown: (content) => content.timeLimits.some((each) => each.when ?? each.chosenAtDesk),
  },
  {
    name: 'calendar days',
    procedures: [12, 15, 20, 24],
    shown: (content) => main(content)?.unit === 'calendar-day',
  },
  {
    name: 'waiting for another body with its own deadline',
    procedures: [4, 7, 15, 24],
    shown: (content) => steps(content).some((step) => step.waitsFor ?? step.consults[0]),
  },
  {
    name: 'council, site visit or public posting',
    procedures: [10, 11, 12, 13, 15, 30],
    shown: (content) =>
      steps(content).some((step) => ['council', 'public-posting'].includes(step.kind) || /thực địa/.test(step.name)),
  },
  {
    name: 'two or three tiers, one date',
    procedures: [13, 25, 26],
    shown: (content) => {
      const units = heldBy(content)
      return content.tiers.length > 1 && units.has('receiving') && units.has('handling')
    },
  },
  {
    name: 'clock stopped until paid',
    procedures: [17, 18, 31],
    shown: (content) => steps(content).some((step) => step.kind === 'pay' && step.clockStops),
  },
  {
    name: 'the applicant must appear or sign a book',
    procedures: [1, 3, 8, 9, 20],
    shown: (content) => content.presence !== undefined,
  },
  {
    name: 'department, office of the committee, chairman',
    procedures: [28, 30],
    shown: (content) => {
      const units = heldBy(content)
      return units.has('handling') && units.has('vp-ubnd-tinh') && units.has('ubnd-tinh')
    },
  },
  {
    name: 'competent unit by place, size, age, zone or any',
    procedures: [6, 8, 12, 15, 22, 32],
    shown: (content) => content.receiving.some((each) => each.when ?? ['any', 'place'].includes(each.by)),
  },
  {
    name: 'State blank, card or certificate with its own series',
    procedures: [1, 3, 18, 21, 22],
    shown: (content) =>
      content.results.some((each) => /state-blank|card|certificate/.test(each.kind) && each.numberSeries),
  },
  {
    name: 'fee per copy, page, case; exempt groups; channel factor',
    procedures: [5, 8, 9, 14, 24],
    shown: (content) =>
      content.fees.some(
        (fee) =>
          ['copy', 'page', 'case'].includes(fee.per) || fee.exempt.length > 0 || (fee.channelFactors.length ?? 0) > 0,
      ),
  },
  {
    name: 'an enterprise or agency applies',
    procedures: [19, 27, 28, 29, 32],
    shown: (content) => ['enterprise', 'agency'].includes(content.owner?.kind ?? ''),
  },
  {
    name: 'repeating rows',
    procedures: [12, 14, 18, 19, 27, 28, 29],
    shown: (content) => JSON.stringify(content.form).includes('"x-row-name"'),
  },
  {
    name: 'a version that ends or changes agency',
    procedures: [16, 21, 24],
    shown: (content) => content.successor !== undefined,
  },
  {
    name: 'a result that is neither grant nor refusal',
    procedures: [12, 31],
    shown: (content) => content.results.some((each) => each.kind === 'minutes' || each.kind === 'data'),
  },
]

type Mark = 'time' | 'fee' | RegExp

/** What the seed list marks as from memory: the entry carries the mark, or a sentence says it. */
export const DOUBTS: [number, Mark[]][] = [
  [1, ['fee']],
  [2, ['time', 'fee', /Mã thủ tục/]],
  [5, [/Mã thủ tục/]],
  [6, ['fee', /14 tuổi/]],
  [8, ['time', /Mã thủ tục/]],
  [12, ['time']],
  [13, ['time', /Mã thủ tục/]],
  [14, ['fee', /Mã thủ tục/]],
  [15, ['fee', /im lặng/, /Mã thủ tục/]],
  [16, [/Mã thủ tục/]],
  [17, ['fee', /nộp tiền không tính/]],
  [18, ['time', 'fee', /Mã thủ tục/]],
  [19, ['fee']],
  [20, ['fee']],
  [21, [/Mã thủ tục/, /sở nào/]],
  [22, ['time', /cỡ/]],
  [24, ['fee']],
  [26, [/Mã thủ tục/]],
  [27, ['fee']],
  [30, ['time']],
  [31, ['fee']],
  [32, ['time', 'fee']],
]

/** Whether a content shows the doubt. */
export const saysDoubt = (content: ProcedureContent, mark: Mark): boolean =>
  mark === 'time'
    ? content.timeLimits.some((each) => each.unverified)
    : mark === 'fee'
      ? content.fees.some((each) => each.unverified)
      : content.unverified.some((each) => mark.test(each))
