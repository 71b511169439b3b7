/**
 * The code of a paper as people type or paste it: spaces, dashes and small letters are mended, an address around it is dropped.
 * Undefined when it cannot be one; the letters O and I and the digits 0 and 1 are in no code.
 */
export function readPaperCode(typed: string): string | undefined {
  const last = typed
    .normalize('NFC')
    .trim()
    .replace(/[?#].*$/, '')
    .replace(/^.*\/kiem-tra\//i, '')
  const code = last.replace(/[\s\u00a0._-]/g, '').toUpperCase()
  return /^[A-HJ-NP-Z2-9]{12}$/.test(code) ? code : undefined
}

/** In groups of four, as printed. */
export const spacedCode = (code: string) => code.replace(/(.{4})(?=.)/g, '$1 ')
