/**
 * Checks seed files of procedures: `node tools/check-seeds.ts [file…]`, all of seeds/procedures when none is named.
 * One line a fault, exit code 1 when there is any.
 */
import { basename } from 'node:path'
import { checkSeeds } from './check/seeds.ts'

const checked = checkSeeds(process.argv.slice(2))
let count = 0
for (const { file, faults } of checked)
  for (const fault of faults) {
    count += 1
    process.stdout.write(`${basename(file)}: ${fault}\n`)
  }
process.stderr.write(`${checked.length} seed files, ${count} faults\n`)
process.exitCode = count ? 1 : 0
