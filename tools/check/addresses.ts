import ts from 'typescript'

const isDoor = (node: ts.Node) => ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'pathOf'
const isOfAsker = (node: ts.Node) =>
  ts.isPropertyAccessExpression(node) && /^(params|url|form|event|locals)\b/.test(node.getText())

/** What in the address of a redirect was put together by hand or came from outside; what goes through pathOf is sound. */
function rawIn(node: ts.Node): ts.Node | undefined {
  if (isDoor(node)) return undefined
  if (ts.isTemplateExpression(node)) return node
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return node
  if (ts.isConditionalExpression(node)) return rawIn(node.whenTrue) ?? rawIn(node.whenFalse)
  if (ts.isNonNullExpression(node)) return rawIn(node.expression)
  if (ts.isCallExpression(node) && isOfAsker(node.expression)) return node
  if (ts.isCallExpression(node)) return node.arguments.map(rawTemplateIn).find(Boolean)
  return isOfAsker(node) ? node : undefined
}
/** What safeNext and withNext are given may come from outside: they bound it. */
const rawTemplateIn = (node: ts.Node) =>
  isOfAsker(node) || (ts.isCallExpression(node) && isOfAsker(node.expression)) ? undefined : rawIn(node)

/**
 * Addresses are made by pathOf (src/routes/path-of.ts): a code with a "/", "?" or line break that somebody typed must lead nowhere else. A
 * redirect to an address from outside goes through safeNext or withNext.
 */
export function addressFaults(file: string, text: string): string[] {
  const isAsked = /^src\/(routes\/.*|hooks\.server)\.ts$/.test(file) && !/\.test\.ts$|\/path-of\.ts$/.test(file)
  if (!isAsked || (!text.includes('`') && !text.includes('redirect('))) return []
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true)
  const faults: string[] = []
  const tell = (node: ts.Node, words: string) =>
    faults.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: ${words}`)
  const look = (node: ts.Node) => {
    if (ts.isTemplateExpression(node) && node.head.text.startsWith('/') && !isDoor(node.parent))
      tell(node, 'an address without pathOf')
    if (ts.isCallExpression(node) && node.expression.getText() === 'redirect') {
      const raw = node.arguments[1] && rawIn(node.arguments[1])
      if (raw)
        tell(
          raw,
          `redirect to ${raw.getText().slice(0, 60)}: pathOf makes addresses, safeNext bounds those from outside`,
        )
    }
    ts.forEachChild(node, look)
  }
  look(source)
  return faults
}
