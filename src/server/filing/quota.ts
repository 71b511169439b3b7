import { ruleSetOn } from '#server/directory/index.ts'
import { askerOf } from '#server/platform/asker.ts'
import type { Call } from '#server/platform/call.ts'
import { countBytes, requireRoom } from '#server/platform/upload-bytes.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'

const MB = 1_048_576

/** Hands the bytes of a file on and counts them as they pass. */
export type Counted = (bytes: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>

/**
 * Lets somebody send files within what they may send a day (a setting with a date: by account, by network for who is not signed in), while
 * there is room for them. `said` bytes are counted before anything is read, so that uploads at once do not pass together; what did not come is
 * given back. A body that does not say its length counts what comes.
 * @throws Refusal `platform.quota`, `platform.no-room`; whatever `work` throws.
 */
export async function inQuota<T>(
  call: Call,
  place: { dataDir: string; freeFloorBytes: number },
  said: number,
  work: (counted: Counted) => Promise<T>,
): Promise<T> {
  const { db, actor, now } = call
  const day = vietnamDate(now)
  await requireRoom(place, actor.kind === 'official')
  const { settings } = await ruleSetOn(db, day)
  const kinds = { official: settings.officialUploadMbPerDay, citizen: settings.uploadMbPerDay }
  const most =
    MB * (actor.kind === 'official' || actor.kind === 'citizen' ? kinds[actor.kind] : settings.openUploadMbPerDay)
  const subject = askerOf(call)
  await countBytes(db, subject, day, said, most)
  let counted = said
  let came = 0
  try {
    return await work(async function* (bytes) {
      for await (const chunk of bytes) {
        came += chunk.length
        if (came > counted) {
          await countBytes(db, subject, day, MB, most)
          counted += MB
        }
        yield chunk
      }
    })
  } finally {
    if (came < counted) await countBytes(db, subject, day, came - counted)
  }
}
