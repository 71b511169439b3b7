import { faultWords, MOST_MONEY, readMoney, wrongValues } from '#server/platform/values/index.ts'

/** Whole đồng between nothing and the bound of money. @throws Refusal `platform.values-wrong` at `total`. */
export function takeFeeTotal(total: number): number {
  if (Number.isSafeInteger(total) && total >= 0 && total <= MOST_MONEY) return total
  const { fault } = readMoney(String(total))
  const words = faultWords(fault ?? { code: 'number-negative', facts: {} })
  throw wrongValues([{ path: 'total', words }])
}
