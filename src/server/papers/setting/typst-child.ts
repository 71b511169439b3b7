import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import { FONT_FOLDERS } from './fonts.ts'
import type { Answer, Order } from './orders.ts'

/** A child process that sets papers with Typst, one after the other; it leaks with every document and is replaced in time (see `setters.ts`). */
const workspace = fileURLToPath(new URL('../typst', import.meta.url))
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: FONT_FOLDERS }] })

/** Papers are set with our letters alone: another's, of the machine, never come in. On the first line, so that lines keep their numbers. */
const OWN_LETTERS = '#set text(font: "Tinos", fallback: false);'

type Diagnostic = { message?: string; path?: string; range?: { start?: { line?: number } } | null }
/** Where a faulty source lies for Typst alone: only of a file does it tell the lines. */
const FAULTY = `${workspace}/faulty.typ`
const shown = (each: Diagnostic) => {
  const own = !each.path || each.path === FAULTY
  const line = (each.range?.start?.line ?? -1) + 1
  const message = String(each.message ?? 'error').slice(0, 500)
  return own ? { line, message } : { line: 0, message: `${each.path!.split('/').at(-1)}:${line}: ${message}` }
}

/** Compiles what was faulty once more, as a file, to have its lines. */
function faultsOf(order: Order, inputs: Record<string, string>): { line: number; message: string }[] {
  compiler.addSource(FAULTY, `${OWN_LETTERS}${order.source}`)
  try {
    const diagnostics = compiler.compile({ mainFilePath: FAULTY, inputs }).takeDiagnostics()
    return diagnostics ? (compiler.fetchDiagnostics(diagnostics) as Diagnostic[]).map(shown) : []
  } finally {
    compiler.unmapShadow(FAULTY)
  }
}

function set(order: Order): Omit<Answer, 'id'> {
  const inputs = { data: JSON.stringify(order.data), at: String(Math.floor(order.at / 1000)) }
  const compiled = compiler.compile({ mainFileContent: `${OWN_LETTERS}${order.source}`, inputs })
  const document = compiled.hasError() ? null : compiled.result
  if (!document) return { faults: faultsOf(order, inputs) }
  const pdf = compiler.pdf(document, {
    pdfTags: !order.asPicture,
    ...(order.asPicture ? {} : { pdfStandard: 'a-2b' }),
    creationTimestamp: Math.floor(order.at / 1000),
  })
  const places = order.asPicture ? [] : compiler.query(document, { selector: '<place>', field: 'value' })
  const pages = document.numOfPages
  return { pdf, places, pages }
}

process.on('message', (order: Order) => {
  let answer: Omit<Answer, 'id'>
  const files = (order.files ?? []).map(({ name, bytes }) => ({ path: `${workspace}/${name}`, bytes }))
  try {
    for (const { path, bytes } of files) compiler.mapShadow(path, Buffer.from(bytes))
    answer = set(order)
  } catch (error) {
    answer = {
      faults: [
        { line: 0, message: String((error as { code?: string }).code ?? (error as Error).message).slice(0, 2000) },
      ],
    }
  }
  for (const { path } of files) compiler.unmapShadow(path)
  compiler.evictCache(2)
  process.send!({ id: order.id, rss: process.memoryUsage().rss, ...answer })
})
process.on('disconnect', () => process.exit(0))
