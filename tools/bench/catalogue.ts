import { loadDirectory } from '#server/directory/index.ts'
import { systemActor, type Db } from '#server/platform/call.ts'
import { getVersion, type Imported, loadImported } from '#server/procedures/index.ts'
import { countPublished, listPlainVersionIds } from './queries.ts'

/**
 * Fills the catalogue up to so many published procedures with invented ones (codes `TT.TAI.…`): those that are there again, each with the
 * name of a place. Gives how many were added. They stay: bench a data folder of its own.
 */
export async function fillCatalogue(db: Db, wanted: number): Promise<number> {
  const missing = wanted - (await countPublished(db))
  if (missing <= 0) return 0
  const [ids, directory] = [await listPlainVersionIds(db), await loadDirectory(db)]
  const places = directory.communes()
  const invented: Imported[] = []
  for (let at = 0; at < missing; at += 1) {
    const { content } = await getVersion(db, ids[at % ids.length]!)
    const place = places[(at * 31 + Math.floor(at / ids.length)) % places.length]!
    const number = String(at + 1).padStart(5, '0')
    const name = `${content.name} (${place.name}, ${place.districtName})`
    const { shortName: _, ...rest } = content
    const made = { ...rest, code: `TT.TAI.${number}`, name: name.slice(0, 900) }
    invented.push({ content: made, decision: 'Thử tải', source: 'npm run bench', rank: 0 })
  }
  const origin = { requestId: 'npm run bench' }
  const count = await loadImported({ db, actor: systemActor, now: new Date(), origin }, invented)
  return count.added
}
