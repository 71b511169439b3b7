/**
 * Papers are set with the letters of the house alone, so that one looks the same on every machine: a template that names others is found here,
 * by its lines. Typst takes a font by name in `text(font: …)`, `set text(font: …)` or from a dictionary that is spread into them.
 */
const OWN = 'tinos'
const CLOSING = { '(': ')', '[': ']', '{': '}' }

/** `within`: the bracket that it stands in, empty outside of all. */
type Token = { kind: 'name' | 'text' | 'sign'; words: string; line: number; within: string }

/** Comments, raw words, texts, names and signs of a source, one after the other; words look like names. */
const TOKEN =
  /(?<quiet>\/\*[^]*?(?:\*\/|$)|(?<!:)\/\/[^\n]*|(?<ticks>`+)[^]*?(?:\k<ticks>|$))|\\.|"(?<text>(?:[^"\\]|\\[^])*)"|(?<name>[\p{L}_][\p{L}\p{N}_-]*)|(?<sign>[^\s])/gu

function tokensOf(source: string): Token[] {
  const found: Token[] = []
  const open: string[] = []
  let [line, from] = [1, 0]
  for (const { index, groups = {} } of source.matchAll(TOKEN)) {
    for (; from < index; from += 1) if (source[from] === '\n') line += 1
    const { text, name, sign } = groups
    const at = { line, within: open.at(-1) ?? '' }
    if (text !== undefined) found.push({ kind: 'text', words: text, ...at })
    else if (name !== undefined) found.push({ kind: 'name', words: name, ...at })
    else if (sign !== undefined) {
      found.push({ kind: 'sign', words: sign, ...at })
      if (Object.hasOwn(CLOSING, sign)) open.push(sign)
      else if (CLOSING[open.at(-1) as '('] === sign) open.pop()
    }
  }
  return found
}

/** Whether the value behind `font:` is our own letters: their name, or a list of nothing but their name. */
function isOwn(value: readonly Token[]): boolean {
  if (value[0]?.words !== '(' || value[0].kind !== 'sign')
    return value[0]?.kind === 'text' && isOwnName(value[0]) && value[1]?.words !== '+'
  const end = value.findIndex((each) => each.kind === 'sign' && each.words === ')')
  const list = value.slice(1, end).filter((each) => each.words !== ',')
  return end > 0 && list.length > 0 && list.every((each) => each.kind === 'text' && isOwnName(each))
}
const isOwnName = ({ words }: Token) => words.trim().toLowerCase() === OWN

/** The lines of a template that name a font other than the house's, or one that is not known before it is set (a variable, a dictionary by key). */
export function foreignFonts(source: string): number[] {
  const tokens = tokensOf(source)
  const lines = tokens.flatMap((each, at) => {
    const [before, after] = [tokens[at - 1], tokens[at + 1]]
    // `insert("font", …)`, `at("font")`: a setting of its name by a detour.
    const isDetour = each.kind === 'text' && each.words === 'font'
    const isSetting = each.kind === 'name' && each.words === 'font' && after?.words === ':'
    const isFirst = each.within === '(' && before?.kind === 'sign' && (before.words === '(' || before.words === ',')
    if (isDetour) return [each.line]
    return isSetting && isFirst && !isOwn(tokens.slice(at + 2, at + 42)) ? [each.line] : []
  })
  return [...new Set(lines)]
}
