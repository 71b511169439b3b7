import { own } from '#own-keys'
import { type Directory, loadDirectory, searchUnits, unitsInReach } from '#server/directory/index.ts'
import type { TreeNode } from '#ui/UnitTree.svelte'
import { KINDS } from '../directory-words.ts'
import type { PageServerLoad } from './$types.js'

const nodeOf = (directory: Directory, reach: ReadonlySet<string>, id: string, depth: number): TreeNode => ({
  id,
  name: directory.get(id).name,
  children:
    depth > 0
      ? directory
          .children(id)
          .filter((each) => reach.has(each.id))
          .map((each) => nodeOf(directory, reach, each.id, depth - 1))
      : [],
})

export const load: PageServerLoad = async ({ locals, url }) => {
  const words = url.searchParams.get('q')?.trim().slice(0, 200) ?? ''
  const found = words ? await searchUnits(locals.call, words) : []
  const items = found.slice(0, 100).map((each) => ({ ...each, kind: own(KINDS, each.kind) ?? each.kind }))
  const reach = await unitsInReach(locals.call)
  const directory = await loadDirectory(locals.call.db)
  const tops = words ? [] : directory.all().filter((each) => reach.has(each.id) && !reach.has(each.parentId ?? ''))
  return { words, items, count: found.length, nodes: tops.map((each) => nodeOf(directory, reach, each.id, 2)) }
}
