import { globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PROJECT } from '#server/platform/settings.ts'

/** A route of the tree: its address with `[names]`, the acts of its page, the fields that it reads, whether it is an endpoint that takes posts. */
export type Place = { id: string; pattern: string; acts: string[]; fields: string[]; posts: boolean }

const read = (path: string) => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
const all = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map((found) => found[1]!)

/** The acts of a page: the keys of `actions`. */
function actsOf(source: string): string[] {
  const at = source.indexOf('export const actions')
  if (at < 0) return []
  return [...new Set(all(source.slice(at), /^ {2}(?:async )?'?([\p{L}\w-]+)'?(?=[(:,])/gmu))]
}

/** Every route of the tree, from its files. */
export function placesOfTree(): Place[] {
  const folders = new Map<string, string[]>()
  for (const file of globSync('src/routes/**/+{page,page.server,server}.{svelte,ts}', { cwd: PROJECT })) {
    const folder = dirname(file)
    folders.set(folder, [...(folders.get(folder) ?? []), file])
  }
  return [...folders].sort().map(([folder, files]) => {
    const sources = files.map((file) => read(join(PROJECT, file)))
    const server = sources.join('\n')
    const id = folder.slice('src/routes'.length) || '/'
    return {
      id,
      pattern: id.replace(/\/\([^)]+\)/g, '') || '/',
      acts: actsOf(server),
      fields: [
        ...new Set([
          ...all(server, /\bname="([\w.:-]+)"/g),
          ...all(server, /(?:get|getAll|textOf\(form,|OfForm\(form,)\(?\s*'([\w.:-]+)'/g),
        ]),
      ],
      posts: /export const POST\b/.test(server),
    }
  })
}

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
/** The address of a place as a pattern; its names are groups. */
export const addressPattern = ({ pattern }: Place) =>
  new RegExp(
    `^${pattern
      .split(/\[[^\]]+\]/)
      .map(escaped)
      .join('([^/?#]+)')}$`,
  )

/** An address of a place with its names filled in. */
export const filled = ({ pattern }: Place, value: () => string) => pattern.replace(/\[[^\]]+\]/g, value)
