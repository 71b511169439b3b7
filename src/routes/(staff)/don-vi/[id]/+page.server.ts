import { loadDirectory } from '#server/directory/index.ts'
import { listUnitTasks } from '#server/dossiers/index.ts'
import { shownLines } from '../../inbox-lines.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const lines = await listUnitTasks(locals.call, params.id)
  const directory = await loadDirectory(locals.call.db)
  return { unit: directory.organisation(params.id)?.name ?? params.id, items: await shownLines(locals.call, lines) }
}
