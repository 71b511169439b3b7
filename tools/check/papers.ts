import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { PROJECT } from '#server/platform/settings.ts'
import { swallowedSemicolons } from '#server/papers/swallowed-semicolons.ts'

/** What is wrong with the paper templates and their library as text: semicolons that Typst would not print. */
export function paperFaults(): string[] {
  const files = globSync(['seeds/papers/**/*.typ', 'src/server/papers/typst/*.typ'], { cwd: PROJECT })
  return files.flatMap((file) =>
    swallowedSemicolons(readFileSync(resolve(PROJECT, file), 'utf8')).map(
      (line) => `${file}:${line}: Typst swallows the semicolon after an expression: write \\;`,
    ),
  )
}
