import { loadDirectory, loadPosts, placeName, ruleSetOn } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { listTasks } from '#server/workflow/index.ts'
import { FormGeneration } from './schema.ts'

/** What every form of the desk says of who issues it. */
export type Issuer = { over: string; desk: string; place: string; address: string | null; phone: string }

/** "UBND xã Liêm Phong" as forms write it out: "Ủy ban nhân dân xã Liêm Phong". */
export const writtenOut = (name: string) => name.replace(/^UBND /, 'Ủy ban nhân dân ')

/** Which generation of forms holds on a day: the rule set in force says it (`settings.forms`). */
export const generationOn = async (db: Db, on: string) =>
  FormGeneration.parse((await ruleSetOn(db, on)).settings.forms ?? 'tt-01-2018')

/** The desk as issuer, as the directory knew it on a day. */
export async function issuerOf(db: Db, place: { deskId: string; receivingId: string }, on: string): Promise<Issuer> {
  const directory = await loadDirectory(db, on)
  const desk = directory.organisation(directory.successor(place.deskId))
  const receiving = directory.organisation(directory.successor(place.receivingId))
  const over = desk?.parentId ? directory.organisation(desk.parentId) : receiving
  const centre = String((await ruleSetOn(db, on)).settings.centre ?? 'Bộ phận Tiếp nhận và Trả kết quả')
  const committee = [receiving, over, ...(receiving ? directory.ancestors(receiving.id) : [])].find(
    (each) => each?.kind === 'committee',
  )
  const named = desk?.name.replace(/^Bộ phận một cửa/, centre) ?? centre
  return {
    over: writtenOut((over ?? receiving)?.name ?? ''),
    desk: desk && desk.kind !== 'committee' ? named : `${centre} ${receiving?.shortName ?? ''}`.trim(),
    place: committee ? placeName(committee.name).replace(/^(Xã|Phường|Thị trấn|Huyện|Thành phố|Thị xã|Tỉnh) /, '') : '',
    address: desk?.address ?? receiving?.address ?? null,
    phone: desk?.phone ?? receiving?.phone ?? '',
  }
}

/** Who did what the slip is about, by name, as he held his post on that day. */
export async function officialOf(db: Db, event: { postId: string | null; at: Date } | undefined): Promise<string> {
  if (!event?.postId) return ''
  return (await loadPosts(db, vietnamDate(event.at))).all.get(event.postId)?.holder ?? ''
}

/** The act a slip is about. */
export const eventOf = (view: Pick<DossierView, 'events'>, ...kinds: string[]) =>
  view.events.findLast((event) => kinds.includes(event.kind))

/** Who held each step, by name, as the posts were held when it ended (or began). */
export async function stepNames(db: Db, dossierId: string): Promise<Map<string, string>> {
  const names = new Map<string, string>()
  for (const task of await listTasks(db, dossierId)) {
    const postId = task.doneBy ?? task.receivedBy ?? task.postId
    const on = vietnamDate(task.doneAt ?? task.receivedAt ?? task.givenAt)
    const holder = postId ? (await loadPosts(db, on)).all.get(postId)?.holder : undefined
    if (holder) names.set(task.id, holder)
  }
  return names
}
