import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'

const page = readFileSync(join(PROJECT, 'docs/security/asvs.md'), 'utf8')
/** Lines of levels 1 and 2 in each chapter of ASVS 5.0.0. */
const LINES = [27, 11, 19, 10, 9, 35, 18, 7, 7, 29, 14, 9, 13, 9, 13, 16, 7]
/** Where every line is met, spoken to by an adapter, or relaxed with its reason. */
const states = ['holds', 'adapter', 'relaxed', 'n/a', 'open'] as const
type Line = { id: string; state: string; how: string }
const lines: Line[] = [...page.matchAll(/^\| (\d+\.\d+\.\d+) +\| \d +\| [^|]+\| ([a-z/]+) +\| (.*) \|$/gm)].map(
  ([, id, state, how]) => ({ id: id!, state: state!, how: how! }),
)

test('every line of levels 1 and 2 of ASVS 5.0.0 stands in the page once, with a state and with how', () => {
  for (const [at, count] of LINES.entries())
    assert.equal(lines.filter((each) => each.id.startsWith(`${at + 1}.`)).length, count, `V${at + 1}`)
  assert.equal(new Set(lines.map((each) => each.id)).size, lines.length)
  for (const { id, state, how } of lines) {
    assert.ok((states as readonly string[]).includes(state), `${id}: ${state}`)
    assert.ok(how.trim().length > 3, `${id} says how`)
  }
})

test('the table by chapter counts what stands below it', () => {
  for (const at of LINES.keys()) {
    const row = new RegExp(`^\\| V${at + 1} [^|]+\\| [^|]+\\|(.*)\\|$`, 'm').exec(page)
    const counts = row![1]!.split('|').map((each) => Number(each))
    const own = lines.filter((each) => each.id.startsWith(`${at + 1}.`))
    assert.deepEqual(counts, [own.length, ...states.map((state) => own.filter((each) => each.state === state).length)])
  }
})

test('every test that the page names exists in the file that it names', () => {
  const named = [...page.matchAll(/`([^`]+\.(?:test|journey)\.ts)`: "([^"]+)"/g)]
  assert.ok(named.length > 150)
  for (const [, file, name] of named) {
    assert.ok(existsSync(join(PROJECT, file!)), file)
    assert.ok(readFileSync(join(PROJECT, file!), 'utf8').includes(name!), `${file}: ${name}`)
  }
})
