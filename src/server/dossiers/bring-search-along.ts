import { loadDirectory } from '#server/directory/index.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { phoneOfOldData } from '#server/platform/values/index.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { listWithoutSearchWords, saveMendedOwner, saveSearchWords } from './queries-search.ts'
import { searchWords } from './search-words.ts'

const AT_ONCE = 200
const FIRST = '00000000-0000-0000-0000-000000000000'
const present = (phone: string | null) => (phone === null ? null : phoneOfOldData(phone))

/**
 * Brings what is kept to the form in which it is looked for: the words of people and places, the folded name of the owner, and phones as one
 * number each (`+84…`, spaces, numbers that ended in 2018). Runs at the start and then now and then, in steps of 200; run again it finds
 * nothing to do. Returns how many dossiers it brought along.
 */
export async function bringSearchAlong(call: Call): Promise<number> {
  const directory = await loadDirectory(call.db, vietnamDate(call.now))
  let [count, after] = [0, FIRST]
  for (;;) {
    const rows = await listWithoutSearchWords(call.db, after, AT_ONCE)
    if (rows.length === 0) return count
    await inTransaction(call, async ({ db }) => {
      for (const row of rows) {
        const { content } = await getVersion(db, row.procedureVersionId)
        await saveSearchWords(db, row.id, searchWords(row, content.form, directory, vietnamDate(row.filedAt)))
        const { ownerPhone, filerPhone } = row
        await saveMendedOwner(db, row.id, {
          ownerSearch: fold(row.ownerName),
          ownerPhone: present(ownerPhone),
          filerPhone: present(filerPhone),
        })
      }
    })
    count += rows.length
    after = rows.at(-1)!.id
  }
}
