/** What nobody types on purpose: control letters but line breaks and tabs, format characters (bidi, zero width, soft hyphen), halves of letters. */
const UNSEEN = /(?![\n\t])[\p{Cc}\p{Cf}\p{Cs}]/gu

/** A text as it was typed: without what cannot be seen, with plain line breaks. */
export const typedText = (text: string) => text.replaceAll('\r\n', '\n').replace(UNSEEN, '')

/** What no address, identifier or text of a program holds: NUL and other control letters but line breaks and tabs, and halves of letters. */
const BROKEN = /(?![\n\r\t])[\p{Cc}\p{Cs}]/u

export const isBrokenText = (text: string) => BROKEN.test(text)

/** Where broken text stands in a JSON value, as a path, or undefined; without recursion, since the value may be as deep as it is long. */
export function brokenTextIn(value: unknown): string | undefined {
  const waiting: { value: unknown; path: string }[] = [{ value, path: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value: found, path } = next
    if (typeof found === 'string' && isBrokenText(found)) return path
    if (typeof found !== 'object' || found === null) continue
    for (const [key, each] of Object.entries(found)) {
      if (isBrokenText(key)) return path
      if (typeof each === 'object' || typeof each === 'string')
        waiting.push({ value: each, path: path.length > 200 ? path : path ? `${path}.${key}` : key })
    }
  }
  return undefined
}

/** Whether a path holds broken text, or percent signs that stand for none. */
export function isBrokenPath(pathname: string): boolean {
  try {
    return /[\p{Cc}\p{Cs}]/u.test(decodeURIComponent(pathname))
  } catch {
    return true
  }
}

/** The same of a whole address, as programs send it. */
export const isBrokenAddress = ({ pathname, searchParams }: URL): boolean =>
  isBrokenPath(pathname) || [...searchParams].some(([name, value]) => isBrokenText(name) || isBrokenText(value))

/** Drops from a query what nobody types on purpose: whoever searches by a pasted name finds it. */
export function cleanQuery({ searchParams }: URL) {
  const given = [...searchParams]
  if (given.every(([name, value]) => name === typedText(name) && value === typedText(value))) return
  for (const [name] of given) searchParams.delete(name)
  for (const [name, value] of given) searchParams.append(typedText(name), typedText(value))
}
