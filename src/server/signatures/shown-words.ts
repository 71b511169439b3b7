/** Signs that are not seen or turn the order of what is seen: in a name they only deceive. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu
const LONGEST = 300

/** Words out of a file (a signer's name, a field's) as they may be shown: what cannot be seen stands as "�", and what never ends is cut. */
export function shownWords(words: string): string {
  const seen = words.replaceAll(UNSEEN, '\uFFFD')
  return seen.length > LONGEST ? `${[...seen.slice(0, LONGEST)].join('')}…` : seen
}
