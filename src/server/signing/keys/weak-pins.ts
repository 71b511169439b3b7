import { readWordList } from '#server/platform/word-list.ts'

let frequent: Set<string> | undefined
const known = () => (frequent ??= new Set(readWordList(new URL('./lists/frequent-pins.txt', import.meta.url))))

const RUNS = ['01234567890123456789', '98765432109876543210', '147258369', '963852741', '159357', '753951']

/**
 * Whether a PIN of digits is among the first that are tried: one of the most frequent, a run or a pattern of the keypad, a repeated group, a
 * date (ddmmyy, ddmmyyyy, yyyymmdd) or a phone number. Three tries open nothing else.
 */
export function isWeakPin(pin: string): boolean {
  if (!/^\d+$/.test(pin)) return new Set(pin).size < 3
  if (known().has(pin) || new Set(pin).size < 3) return true
  if (RUNS.some((run) => run.includes(pin)) || /^(\d{1,4})\1+$/.test(pin)) return true
  const day = /^(0[1-9]|[12]\d|3[01])(0[1-9]|1[0-2])((19|20)\d\d|\d\d)$/
  return (
    day.test(pin) || /^(19|20)\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/.test(pin) || /^0[235789]\d{8,9}$/.test(pin)
  )
}
