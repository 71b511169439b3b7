/** What may stand in an address: a word, a number, the parts of a path, or a query. */
type Part = string | number | readonly string[] | URLSearchParams

function written(part: Part): string {
  if (part instanceof URLSearchParams) return part.toString()
  if (typeof part === 'object') return part.map(encodeURIComponent).join('/')
  return encodeURIComponent(part)
}

/**
 * The one way to make an address out of words: pathOf`/viec/${code}?da=${word}`. Whatever is put in is one part and stays one: a "/", "?" or
 * "#" in it, a line break or another house's name, lead nowhere else. An address made before may stand at the beginning: pathOf`${back}?da=1`.
 */
export function pathOf(texts: TemplateStringsArray, ...parts: readonly Part[]): string {
  let path = texts[0]!
  for (const [at, part] of parts.entries()) {
    if (at === 0 && path === '') {
      if (typeof part !== 'string' || !/^\/(?![/\\])/.test(part))
        throw new Error('an address of this house begins with one "/"')
      path = part
    } else path += written(part)
    path += texts[at + 1]!
  }
  return path
}
