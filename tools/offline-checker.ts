import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import { demonstrationRoot } from '#server/certificates/index.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { type Certificate, readCertificates } from '#server/signatures/index.ts'

/**
 * `npm run offline-checker -- [--trust root.pem]… <file>`: one HTML file that checks papers with no server: the same code as everywhere,
 * with the trusted roots inside. Without `--trust` the root of the demonstration authority of the data folder is trusted.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { trust: { type: 'string', multiple: true } },
})
const [target] = positionals
if (!target) {
  process.stderr.write('npm run offline-checker -- [--trust root.pem]… <file>\n')
  process.exit(2)
}
const roots: Certificate[] = []
for (const path of values.trust ?? []) roots.push(...(await readCertificates(new Uint8Array(readFileSync(path)))))
if (!values.trust) roots.push(...[demonstrationRoot(readSettings().dataDir)].filter((each) => each !== undefined))

const built = await build({
  ...{ root: PROJECT, configFile: false, logLevel: 'error', publicDir: false },
  define: {
    __ROOTS__: JSON.stringify(roots.map((each) => Buffer.from(each.der).toString('base64'))),
  },
  build: {
    ...{ write: false, minify: true, target: 'es2022' },
    lib: { entry: `${PROJECT}tools/offline-checker/checker.ts`, formats: ['iife'], name: 'checker' },
  },
})
const [output] = Array.isArray(built) ? built : [built]
if (!output || !('output' in output)) throw new Error('The checker could not be built.')
const code = output.output.flatMap((each) => (each.type === 'chunk' ? [each.code] : [])).join('\n')
const page = readFileSync(`${PROJECT}tools/offline-checker/page.html`, 'utf8')
const html = page.replace('/*CHECKER*/', () => code.replaceAll('</script', '<\\/script'))
writeFileSync(target, html)
process.stderr.write(`${target}: ${Math.ceil(html.length / 1024)} KB, ${roots.length} trusted root(s).\n`)
