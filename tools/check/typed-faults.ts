import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import ts from 'typescript'
import { PROJECT } from '#server/platform/settings.ts'

/** The one file that may use a key from outside; see there. */
const DOOR = resolve(PROJECT, 'src/own-keys.ts')
const TESTS = /\.test\.ts$|\/testing\.ts$|\.d\.ts$/

/** A program of these files, or of all of src that is not a test. */
function program(files?: string[]): ts.Program {
  const { config } = ts.readConfigFile(resolve(PROJECT, 'tsconfig.json'), ts.sys.readFile)
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, PROJECT)
  const roots = files ?? ts.sys.readDirectory(resolve(PROJECT, 'src'), ['.ts']).filter((file) => !TESTS.test(file))
  return ts.createProgram(roots, { ...options, noEmit: true })
}

/** Whether any text may stand for this key: `string` or wider. A union of words, a number or a symbol may not. */
function isOpen(checker: ts.TypeChecker, type: ts.Type): boolean {
  if (type.isUnion()) return type.types.some((each) => isOpen(checker, each))
  if (type.flags & (ts.TypeFlags.String | ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return true
  const bound = type.flags & ts.TypeFlags.TypeParameter ? checker.getBaseConstraintOfType(type) : undefined
  return bound !== undefined && bound !== type && isOpen(checker, bound)
}

const isPromise = (checker: ts.TypeChecker, node: ts.Node): boolean => {
  const type = checker.getTypeAtLocation(node)
  const parts = type.isUnion() ? type.types : [type]
  return parts.some((each) => each.symbol?.name === 'Promise')
}

/** `attempt(…).catch(…)` and `.then(done, failed)` are looked after. */
const isLookedAfter = ({ expression, arguments: given }: ts.CallExpression) =>
  ts.isPropertyAccessExpression(expression) &&
  (expression.name.text === 'catch' || (expression.name.text === 'then' && given.length === 2))

const isFailure = (checker: ts.TypeChecker, node: ts.Node) => {
  const type = checker.getTypeAtLocation(node)
  return (type.isUnion() ? type.types : [type]).some((each) => each.symbol?.name === 'ActionFailure')
}

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
])

/** What is wrong with one node, in words; undefined for nothing. */
function faultOf(checker: ts.TypeChecker, node: ts.Node): string | undefined {
  if (ts.isElementAccessExpression(node) && !ts.isDeleteExpression(node.parent))
    return isOpen(checker, checker.getTypeAtLocation(node.argumentExpression))
      ? 'any text may be this key, also "constructor": use own(), put() or setAt() of #own-keys, or a Map'
      : undefined
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.InKeyword)
    return isOpen(checker, checker.getTypeAtLocation(node.left))
      ? '`in` with any text finds "constructor" too: use Object.hasOwn'
      : undefined
  const waits = (each: ts.Node) => isPromise(checker, each)
  const missing = 'a promise stands where its value is meant: await is missing'
  if (ts.isBinaryExpression(node) && EQUALITY.has(node.operatorToken.kind))
    return waits(node.left) || waits(node.right) ? missing : undefined
  if (ts.isSpreadAssignment(node) && isFailure(checker, node.expression))
    return 'a spread failure is no failure any more and answers 200: use fail(status, { … })'
  if (ts.isTemplateSpan(node) || ts.isSpreadAssignment(node)) return waits(node.expression) ? missing : undefined
  if (
    ts.isExpressionStatement(node) &&
    ts.isCallExpression(node.expression) &&
    !isLookedAfter(node.expression) &&
    waits(node.expression)
  )
    return 'nobody waits for this promise: await it, or write `void` and catch'
  return undefined
}

/**
 * What only types tell, in the sources that run: a key from outside used on a plain object, a promise taken for its value, a
 * refused act that would answer 200. Types decide:
 * a key whose type is a union of words or a number is let through, whatever it is called.
 */
export function typedFaults(files?: string[]): string[] {
  const all = program(files)
  const checker = all.getTypeChecker()
  const faults: string[] = []
  for (const file of all.getRootFileNames().map((name) => all.getSourceFile(name)!)) {
    if (file.fileName === DOOR) continue
    const look = (node: ts.Node) => {
      const fault = faultOf(checker, node)
      const line = file.getLineAndCharacterOfPosition(node.getStart(file)).line + 1
      if (fault) faults.push(`${file.fileName.replace(PROJECT, '')}:${line}: ${fault}`)
      ts.forEachChild(node, look)
    }
    look(file)
  }
  return faults
}

const TABLE = /const ([A-Z][A-Z0-9_]*): (?:Readonly<)?Record<string,/g

/** The same in Svelte pages, by name: a table that is declared as `Record<string, …>` anywhere is not indexed in a page. */
export function tableFaults(files: readonly string[]): string[] {
  const read = (file: string) => readFileSync(resolve(PROJECT, file), 'utf8')
  const sources = files.filter((file) => /^src\/.*\.(ts|svelte)$/.test(file))
  const tables = new Set(sources.flatMap((file) => [...read(file).matchAll(TABLE)].map((found) => found[1]!)))
  return sources
    .filter((file) => file.endsWith('.svelte'))
    .flatMap((file) =>
      [...read(file).matchAll(/\b([A-Z][A-Z0-9_]*)\[/g)]
        .filter(([, name]) => tables.has(name!))
        .map(([, name]) => `${file}: ${name}[…] finds "constructor" too: use own(${name}, …) of #own-keys`),
    )
}
