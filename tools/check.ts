import { spawn } from 'node:child_process'
import { PROJECT } from '#server/platform/settings.ts'
import { paperFaults } from './check/papers.ts'
import { structureFaults } from './check/structure.ts'
import { typedFaults } from './check/typed-faults.ts'

/**
 * The quick part of the tests, under a minute on two cores: formatting, lint, types, import rules, the shape of the tree, what only types tell.
 * The types of the pages take longest and run beside all else.
 */
function run(name: string, ...args: string[]): Promise<boolean> {
  const started = performance.now()
  const child = spawn(`${PROJECT}node_modules/.bin/${name}`, args, { cwd: PROJECT, stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  return new Promise((resolve) => {
    child.once('error', () => resolve(false))
    child.once('close', (status) => {
      const good = status === 0
      const seconds = ((performance.now() - started) / 1000).toFixed(1)
      console.log(`${good ? 'ok  ' : 'FAIL'} ${name} ${args[0] ?? ''} (${seconds} s)`)
      if (!good) console.log(said.slice(-8000))
      resolve(good)
    })
  })
}

async function inTurn() {
  const formatted = await run(
    'prettier',
    '--check',
    '--cache',
    '--cache-strategy',
    'content',
    '--log-level',
    'warn',
    '.',
  )
  const linted = await run('oxlint', '--deny-warnings')
  const ordered = await run('depcruise', 'src', '--config', '.dependency-cruiser.cjs', '--output-type', 'err')
  const faults = [...structureFaults(), ...typedFaults(), ...paperFaults()]
  for (const fault of faults) console.log(`FAIL ${fault}`)
  if (faults.length === 0) console.log('ok   structure')
  return formatted && linted && ordered && faults.length === 0
}

const synced = await run('svelte-kit', 'sync')
const results = await Promise.all([
  run('svelte-check', '--tsconfig', './tsconfig.json', '--output', 'machine', '--threshold', 'warning'),
  inTurn(),
])
process.exit(synced && results.every(Boolean) ? 0 : 1)
