/** A sign as a sentence names it: “x”, or by its number where nothing could be seen. */
export const namedSign = (sign: string) =>
  /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign)
    ? `“${sign}”`
    : `mang số hiệu U+${sign.codePointAt(0)!.toString(16).toUpperCase()}`

/** Dashes and hyphens of every kind, also the minus sign and the wave. */
export const DASHES = /[\p{Pd}\u2212\u02d7\u2043~_]/gu
/** What people put between the digits of a number: spaces, dots, dashes, brackets, slanted strokes left out. */
export const withoutSeparators = (text: string) => text.replace(DASHES, '').replace(/[\s.·•․‧∙()[\]]/gu, '')
