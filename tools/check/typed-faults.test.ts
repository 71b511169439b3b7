import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'
import { typedFaults } from './typed-faults.ts'

test('a key from outside on a plain object, a promise taken for its value and a spread refusal are found by their types', (t) => {
  const folder = mkdtempSync(`${PROJECT}src/planted-`)
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  const planted = `${folder}/planted.ts`
  writeFileSync(
    planted,
    `import { fail } from '@sveltejs/kit'
const DONE: Record<string, string> = { a: 'b' }
const KINDS = { a: 1, b: 2 } as const
const later = async () => undefined
export const looks = (key: string) => DONE[key]
export const walks = (names: string[], into: Record<string, any>) => names.reduce((at, name) => (at[name] ??= {}), into)
export const has = (key: string) => key in KINDS
export const fine = (kind: keyof typeof KINDS, list: string[], at: number) => [KINDS[kind], list[at], DONE.a]
export const waits = () => later() !== undefined
export const told = () => \`\${later()}\`
export const refused = () => ({ ...fail(409, {}), more: 1 })
export function forgets() { later() }
export function keeps() { later().catch(() => {}) }
`,
  )
  const lines = typedFaults([planted]).map((fault) => Number(/:(\d+):/.exec(fault)![1]))
  assert.deepEqual(
    lines.toSorted((a, b) => a - b),
    [5, 6, 7, 9, 10, 11, 12],
  )
})
