import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { build } from 'vite'
import {
  type CarriedTrust,
  carriedTrust,
  demonstrationRoot,
  theAuthority,
  type TrustOfHouse,
  trustOfHouse,
} from '#server/certificates/index.ts'
import { PROJECT, readSettings } from '#server/platform/settings.ts'
import { readCertificates } from '#server/signatures/index.ts'

/**
 * `npm run offline-checker -- [--trust root.pem]… <file>`: one HTML file that checks papers and messages with no server: the same code as
 * everywhere, with the trusted roots of today inside. Without `--trust` these are the roots that the register of this house trusts; where it has
 * no database yet, the root of the demonstration authority of the data folder. `--carried` is for the program, which knows them already.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { trust: { type: 'string', multiple: true }, carried: { type: 'string' } },
})
const [target] = positionals
if (!target) {
  process.stderr.write('npm run offline-checker -- [--trust root.pem]… <file>\n')
  process.exit(2)
}

async function trustGiven(paths: readonly string[]): Promise<TrustOfHouse> {
  const read = await Promise.all(paths.map((path) => readCertificates(new Uint8Array(readFileSync(path)))))
  return { anchors: read.flat(), extra: { ocsps: [], crls: [], certificates: [] } }
}

async function trustFound(now: Date): Promise<TrustOfHouse> {
  const settings = readSettings()
  const { hasPrivateDatabase, openHouse } = await import('#server/platform/house.ts')
  if (!settings.databaseUrl && !hasPrivateDatabase(settings)) {
    const root = demonstrationRoot(settings.dataDir)
    return { anchors: root ? [root] : [], extra: { ocsps: [], crls: [], certificates: [] } }
  }
  const house = await openHouse(settings, 2)
  try {
    return await trustOfHouse(house.db, await theAuthority(settings, now), now)
  } finally {
    await house.close()
  }
}

async function trustToCarry(): Promise<CarriedTrust> {
  if (values.carried) return JSON.parse(readFileSync(values.carried, 'utf8')) as CarriedTrust
  const now = new Date()
  return carriedTrust(values.trust ? await trustGiven(values.trust) : await trustFound(now), now)
}

/** The configuration that ours extends is generated; in a fresh clone nothing has done so yet. */
if (!existsSync(`${PROJECT}node_modules/$app/tsconfig.json`))
  execFileSync(process.execPath, [`${PROJECT}node_modules/@sveltejs/kit/svelte-kit.js`, 'sync'], {
    ...{ cwd: PROJECT, stdio: ['ignore', 'ignore', 'inherit'] },
  })

/** A program that opens the house has what all objects inherit closed (`frozen.ts`), which vite does not bear: it builds in a process of its own. */
function buildApart(found: CarriedTrust): never {
  const folder = mkdtempSync(join(tmpdir(), 'dinh-checker-'))
  const file = join(folder, 'trust.json')
  writeFileSync(file, JSON.stringify(found), { mode: 0o600 })
  const { status } = spawnSync(process.execPath, [process.argv[1]!, '--carried', file, target!], { stdio: 'inherit' })
  rmSync(folder, { recursive: true, force: true })
  process.exit(status ?? 1)
}

const carried = await trustToCarry()
if (!values.carried) buildApart(carried)
const built = await build({
  ...{ root: PROJECT, configFile: false, logLevel: 'error', publicDir: false },
  define: { __TRUST__: JSON.stringify(carried) },
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
process.stderr.write(
  `${target}: ${Math.ceil(html.length / 1024)} KB, ${carried.roots.length} trusted root(s) as of ${carried.at.slice(0, 10)}.\n`,
)
