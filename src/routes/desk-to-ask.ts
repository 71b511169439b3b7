import { loadDirectory } from '#server/directory/index.ts'
import type { Db } from '#server/platform/call.ts'

/** Whom to telephone when a page does not help: the one-stop desk of the province (bộ phận một cửa cấp tỉnh). */
export async function deskToAsk(db: Db): Promise<{ name: string; phone: string } | undefined> {
  const directory = await loadDirectory(db)
  const root = directory.all().find((each) => !each.parentId)
  const desk = root && directory.organisation(directory.deskOf(root.id) ?? root.id)
  return desk?.phone ? { name: desk.name, phone: desk.phone } : undefined
}
