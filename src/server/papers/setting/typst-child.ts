import { fileURLToPath } from 'node:url'
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler'
import type { Answer, Order } from './orders.ts'

/** A child process that sets papers with Typst, one after the other; it leaks with every document and is replaced in time (see `setters.ts`). */
const fonts = ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'].map((each) =>
  fileURLToPath(new URL(each, import.meta.resolve('@expo-google-fonts/tinos/package.json'))),
)
const workspace = fileURLToPath(new URL('../typst', import.meta.url))
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fonts }] })

type Diagnostic = { severity?: unknown; message?: string; hints?: string[]; range?: { start?: { line?: number } } }
const shown = (each: Diagnostic) => ({
  line: (each.range?.start?.line ?? -1) + 1,
  message: String(each.message ?? 'error').slice(0, 500),
})

function set(order: Order): Omit<Answer, 'id'> {
  const opts = {
    mainFileContent: order.source,
    inputs: { data: JSON.stringify(order.data), at: String(Math.floor(order.at / 1000)) },
  }
  const compiled = compiler.compile(opts)
  const document = compiled.result
  if (compiled.hasError() || !document) {
    const faults = compiler.fetchDiagnostics(compiled.takeDiagnostics()!) as Diagnostic[]
    return { faults: faults.map(shown) }
  }
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
  try {
    answer = set(order)
  } catch (error) {
    answer = {
      faults: [
        { line: 0, message: String((error as { code?: string }).code ?? (error as Error).message).slice(0, 2000) },
      ],
    }
  }
  compiler.evictCache(2)
  process.send!({ id: order.id, rss: process.memoryUsage().rss, ...answer })
})
process.on('disconnect', () => process.exit(0))
