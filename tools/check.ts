import { spawnSync } from 'node:child_process'
import { PROJECT } from '#server/platform/settings.ts'
import { paperFaults } from './check/papers.ts'
import { structureFaults } from './check/structure.ts'
import { typedFaults } from './check/typed-faults.ts'

/** The quick part of the tests, under a minute: formatting, lint, types, import rules, the shape of the tree, what only types tell. */
const run = (name: string, ...args: string[]) => {
  const started = Date.now()
  const { status, stdout, stderr } = spawnSync(`${PROJECT}node_modules/.bin/${name}`, args, {
    cwd: PROJECT,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  })
  const good = status === 0
  console.log(`${good ? 'ok  ' : 'FAIL'} ${name} ${args[0] ?? ''} (${((Date.now() - started) / 1000).toFixed(1)} s)`)
  if (!good) console.log(`${stdout}${stderr}`.slice(-8000))
  return good
}

const results = [
  run('svelte-kit', 'sync'),
  run('prettier', '--check', '--cache', '--cache-strategy', 'content', '--log-level', 'warn', '.'),
  run('oxlint', '--deny-warnings'),
  run('svelte-check', '--tsconfig', './tsconfig.json', '--output', 'machine', '--threshold', 'warning'),
  run('depcruise', 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err'),
]
const faults = [...structureFaults(), ...typedFaults(), ...paperFaults()]
for (const fault of faults) console.log(`FAIL ${fault}`)
if (faults.length === 0) console.log('ok   structure')
process.exit(results.every(Boolean) && faults.length === 0 ? 0 : 1)
