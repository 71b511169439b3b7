import { readFileSync } from 'node:fs'

/** A list kept as a data file: one entry a line; lines that begin with `#` name source and licence. */
export const readWordList = (file: URL): string[] =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
