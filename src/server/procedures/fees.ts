import { answerAt, holds } from './conditions.ts'
import type { Fee, ProcedureContent } from './schema.ts'
import type { Channel } from './vocabulary.ts'

export type FeeLine = {
  key: string
  kind: Fee['kind']
  name: string
  quantity: number
  unitAmount: number | null
  total: number | null
  exempt: boolean
  note: string | undefined
  unverified: boolean
}

/** Whole đồng for a quantity: steps change the price of later units, the ceiling caps the sum. */
export function amountFor(fee: Pick<Fee, 'amount' | 'steps' | 'ceiling'>, quantity: number): number | null {
  if (fee.amount === null) return null
  const steps = fee.steps.toSorted((a, b) => a.from - b.from)
  let total = 0
  let price = fee.amount
  let at = 1
  for (const step of [...steps, { from: quantity + 1, amount: 0 }]) {
    const until = Math.min(step.from, quantity + 1)
    total += Math.max(0, until - at) * price
    at = Math.max(at, until)
    price = step.amount
  }
  return fee.ceiling === undefined ? total : Math.min(total, fee.ceiling)
}

const inForce = (from: string | undefined, to: string | undefined, on: string) =>
  (!from || from <= on) && (!to || to >= on)

/** Phí and lệ phí of a dossier on a day: only those in force, with exemptions, reductions and the factor of the channel. */
export function feesFor(
  content: ProcedureContent,
  case_: { answers: unknown; channel: Channel; groups: readonly string[]; on: string },
): FeeLine[] {
  const { answers, channel, groups, on } = case_
  return content.fees
    .filter((fee) => inForce(fee.validFrom, fee.validTo, on) && (!fee.when || holds(fee.when, answers, on)))
    .map((fee) => {
      const asked = fee.quantityField ? Number(answerAt(answers, fee.quantityField) ?? 0) : 1
      const quantity = Number.isInteger(asked) && asked > 0 ? asked : 0
      const exempt = fee.exempt.some((group) => groups.includes(group))
      const reduced = fee.reduced.find((each) => groups.includes(each.group))
      const one = amountFor(reduced ? { ...fee, amount: reduced.amount } : fee, quantity)
      const copies = fee.copiesField ? Number(answerAt(answers, fee.copiesField) ?? 1) : 1
      const full = one === null ? null : one * (Number.isInteger(copies) && copies > 0 ? copies : 1)
      const factor =
        fee.channelFactors.find((each) => each.channel === channel && inForce(each.from, each.to, on))?.factor ?? 1
      const total = exempt ? 0 : full === null ? null : Math.round(full * factor)
      return {
        key: fee.key,
        kind: fee.kind,
        name: fee.name,
        quantity,
        unitAmount: reduced?.amount ?? fee.amount,
        total,
        exempt,
        note: fee.note,
        unverified: fee.unverified,
      }
    })
    .filter((line) => line.quantity > 0)
}
