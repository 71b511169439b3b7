import { spawnSync } from 'node:child_process'
import { PROJECT } from '#server/platform/settings.ts'

type Component = { 'bom-ref': string; properties?: { name: string; value: string }[] }
type Bill = { components: Component[]; dependencies: { ref: string; dependsOn: string[] }[] }

/**
 * `npm run sbom`: the list of what the program is made of (CycloneDX, JSON), from the lock file; no registry is asked. What serves only to build and
 * test is left out here: npm's own `--omit dev` also leaves out what both need.
 */
const { status, stdout, stderr } = spawnSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--package-lock-only'], {
  cwd: PROJECT,
  encoding: 'utf8',
  maxBuffer: 64 * 1024 * 1024,
})
if (status !== 0) {
  process.stderr.write(stderr)
  process.exit(status ?? 1)
}
const bill = JSON.parse(stdout) as Bill
const isForTests = ({ properties = [] }: Component) =>
  properties.some((each) => each.name === 'cdx:npm:package:development' && each.value === 'true')
const gone = new Set(bill.components.filter(isForTests).map((each) => each['bom-ref']))
const kept = {
  ...bill,
  components: bill.components.filter((each) => !gone.has(each['bom-ref'])),
  dependencies: bill.dependencies
    .filter((each) => !gone.has(each.ref))
    .map((each) => ({ ...each, dependsOn: each.dependsOn.filter((ref) => !gone.has(ref)) })),
}
process.stdout.write(`${JSON.stringify(kept, null, 2)}\n`)
