import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { REFUSALS } from '#server/refusals.ts'
import { PROJECT } from '#server/platform/settings.ts'
import { addressFaults } from './addresses.ts'
import { anywhereFaults } from './anywhere.ts'
import { formFaults } from './forms-once.ts'
import { tableFaults } from './typed-faults.ts'

const FORBIDDEN = /(^|[/.-])(utils?|helpers?|common|shared|misc|manager|handler|impl|base|service)([/.-]|$)/i
const LONGEST = 250

const files = () =>
  execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: PROJECT, encoding: 'utf8' })
    .split('\n')
    .filter((file) => file && existsSync(resolve(PROJECT, file)))

/** What no other tool checks: names that say nothing, long files, dead links, refusal codes without a sentence, typed text lost on hydration. */
export function structureFaults(): string[] {
  const faults: string[] = []
  const all = files()
  faults.push(...tableFaults(all))
  for (const file of all.filter((each) => /^(src|tests|tools|seeds|migrations)\//.test(each)))
    if (FORBIDDEN.test(file)) faults.push(`${file}: the name says nothing; find the noun`)
  for (const file of all.filter((each) => /^(src|tools|tests)\/.*\.(ts|svelte)$/.test(each))) {
    const text = readFileSync(resolve(PROJECT, file), 'utf8')
    const lines = text.split('\n').length - 1
    if (!text.startsWith('// Generated') && !file.endsWith('.test.ts') && lines > LONGEST)
      faults.push(`${file}: ${lines} lines; more than ${LONGEST} ask for a second noun`)
    if (/\b(TODO|FIXME|XXX)\b/.test(text) && !file.endsWith('structure.ts')) faults.push(`${file}: left undone (TODO)`)
    if (
      /^src\/routes\/.*\.svelte$/.test(file) &&
      /<input[^>]*\svalue=\{/s.test(text) &&
      !/type="hidden"|type="submit"/.test(text)
    )
      faults.push(`${file}: <input value={…}> loses what was typed before hydration; use defaultValue`)
    faults.push(...anywhereFaults(file, text))
    faults.push(...addressFaults(file, text))
    if (/^src\/(routes|ui)\/.*\.svelte$/.test(file)) faults.push(...formFaults(file, text))
    if (/^(src\/(routes|server\/api)|seeds)\//.test(file) && /\btakeStep\b/.test(text))
      faults.push(`${file}: takes a bare step; takeResultStep signs and seals what belongs to it`)
    for (const [, code] of text.matchAll(/new Refusal\(\s*'([a-z-]+\.[a-z-]+)'/g))
      if (code && !REFUSALS[code] && !file.endsWith('.test.ts'))
        faults.push(`${file}: refusal ${code} has no sentence in refusals.ts`)
  }
  for (const file of all.filter((each) => each.endsWith('.md'))) {
    const text = readFileSync(resolve(PROJECT, file), 'utf8')
    for (const [, target] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (!target || /^(https?:|mailto:|#)/.test(target)) continue
      if (!existsSync(resolve(PROJECT, dirname(file), target.split('#')[0]!)))
        faults.push(`${file}: dead link ${target}`)
    }
  }
  return faults
}
