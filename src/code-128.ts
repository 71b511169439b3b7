// Widths of bars and spaces of the symbols of Code 128 (ISO/IEC 15417), six digits each; the stop has seven.
const WIDTHS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232'
const STOP = '2331112'
const START_B = 104
const START_C = 105
const TO_C = 99
const TO_B = 100
const of = (symbol: number) => WIDTHS.slice(symbol * 6, symbol * 6 + 6)

/** Digits that are worth a change to set C, which writes two in one symbol (ISO/IEC 15417 annex E): four at an end, six within. */
const worth = (digits: number, atEnd: boolean) => digits >= (atEnd ? 4 : 6)

/** The symbols of a text: set C for runs of digits, so that the bars are as wide as may be; set B for the rest. */
function symbolsOf(text: string): number[] {
  const symbols: number[] = []
  let set: 'B' | 'C' | undefined
  const change = (to: 'B' | 'C') => {
    if (set !== to) symbols.push(set === undefined ? (to === 'B' ? START_B : START_C) : to === 'B' ? TO_B : TO_C)
    set = to
  }
  for (const { 0: run, index } of text.matchAll(/[0-9]+|[^0-9]+/g)) {
    const atEnd = set === undefined || index + run.length === text.length
    const paired = /^[0-9]/.test(run) && worth(run.length, atEnd) ? run.length - (run.length % 2) : 0
    const single = run.length - paired
    // An odd digit stands in set B, before the pairs.
    if (single > 0) change('B')
    for (const letter of run.slice(0, single)) symbols.push(letter.charCodeAt(0) - 32)
    if (paired > 0) change('C')
    for (let at = single; at < run.length; at += 2) symbols.push(Number(run.slice(at, at + 2)))
  }
  if (set === undefined) change('B')
  return symbols
}

/** The bars and spaces of a text in turn, in modules, from the first bar to the last (Code 128); letters beyond ASCII are left out. */
export function code128Widths(text: string): number[] {
  const symbols = symbolsOf(text.replaceAll(/[^ -~]/g, ''))
  const check = symbols.reduce((sum, symbol, at) => sum + symbol * Math.max(1, at), 0) % 103
  return [...([...symbols, check].map(of).join('') + STOP)].map(Number)
}
