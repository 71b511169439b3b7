import { globSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { PROJECT } from '#server/platform/settings.ts'
import { foreignFonts } from '#server/papers/foreign-fonts.ts'
import { swallowedSemicolons } from '#server/papers/swallowed-semicolons.ts'

/** What is wrong with the paper templates and their library as text: semicolons that Typst would not print, letters that are not the house's. */
export function paperFaults(): string[] {
  const files = globSync(['seeds/papers/**/*.typ', 'src/server/papers/typst/*.typ'], { cwd: PROJECT })
  return files.flatMap((file) => {
    const source = readFileSync(resolve(PROJECT, file), 'utf8')
    return [
      ...swallowedSemicolons(source).map(
        (line) => `${file}:${line}: Typst swallows the semicolon after an expression: write \\;`,
      ),
      ...foreignFonts(source).map((line) => `${file}:${line}: a template takes no font but Tinos`),
    ]
  })
}
