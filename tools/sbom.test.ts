import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'

type Component = { name: string; version: string; licenses?: { license?: { id?: string }; expression?: string }[] }
type LockedPackage = { dev?: boolean; optional?: boolean; link?: boolean; devOptional?: boolean }

/** Licences that may come in without asking; see docs/security/dependencies.md. */
const ALLOWED = new Set([
  ...['MIT', 'MIT-0', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'MPL-2.0', 'Python-2.0', 'OFL-1.1'],
  ...['BlueOak-1.0.0', 'CC0-1.0', 'Unlicense', 'Zlib', 'PostgreSQL', 'MIT AND OFL-1.1'],
])
/** Packages whose licence stands where npm does not look, and those let in by name. */
const BY_NAME: Record<string, string> = {
  busboy: 'MIT, in its LICENSE',
  streamsearch: 'MIT, in its LICENSE',
  'libheif-js': 'LGPL-3.0: unchanged, in a file of its own, replaceable',
}
const licenceOf = ({ licenses }: Component) => licenses?.[0]?.license?.id ?? licenses?.[0]?.expression ?? ''

test('the bill of materials names every package that is installed to run, and each has a licence that may come in', () => {
  const text = execFileSync(process.execPath, [`${PROJECT}tools/sbom.ts`], { encoding: 'utf8', maxBuffer: 1 << 26 })
  const bill = JSON.parse(text) as { bomFormat: string; components: Component[] }
  assert.equal(bill.bomFormat, 'CycloneDX')
  const lock = JSON.parse(readFileSync(`${PROJECT}package-lock.json`, 'utf8')) as {
    packages: Record<string, LockedPackage>
  }
  const named = new Set(bill.components.map((each) => each.name))
  const locked = Object.entries(lock.packages)
    .filter(([path, each]) => path !== '' && !each.dev && !each.devOptional)
    .map(([path]) => path.split('node_modules/').at(-1)!)
  assert.deepEqual(
    locked.filter((name) => !named.has(name)),
    [],
  )
  const foreign = bill.components.filter((each) => !ALLOWED.has(licenceOf(each)) && !Object.hasOwn(BY_NAME, each.name))
  assert.deepEqual(
    foreign.map((each) => `${each.name} ${each.version}: ${licenceOf(each) || 'no licence'}`),
    [],
  )
})
