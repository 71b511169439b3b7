import { type Directory, loadDirectory } from '#server/directory/index.ts'
import type { TreeNode } from '#ui/UnitTree.svelte'
import type { PageServerLoad } from './$types.js'

const nodeOf = (directory: Directory, id: string, depth: number): TreeNode => ({
  id,
  name: directory.get(id).name,
  children: depth > 0 ? directory.children(id).map((each) => nodeOf(directory, each.id, depth - 1)) : [],
})

export const load: PageServerLoad = async ({ locals, setHeaders }) => {
  const directory = await loadDirectory(locals.call.db)
  setHeaders({ 'x-dinh-cache': 'organisations' })
  const roots = directory.all().filter((each) => !each.parentId)
  return { nodes: roots.map((root) => nodeOf(directory, root.id, 2)) }
}
