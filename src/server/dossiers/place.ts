import { own } from '#own-keys'
import { type Directory, type Holder, type Posts, resolveHolder } from '#server/directory/index.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { competentUnits, type ProcedureContent, type Step } from '#server/procedures/index.ts'

export type Place = { deskId: string; receivingId: string; handlingId: string }

/**
 * Where a dossier is received and who settles it, by the rules of its version: two things that may differ.
 * @throws Refusal `dossiers.wrong-place` with the units that are competent, `dossiers.place-unknown` when the answers do not tell.
 */
export function placeFor(
  content: ProcedureContent,
  answers: unknown,
  receivingId: string,
  directory: Directory,
  on: string,
): Place {
  const receiving = competentUnits(content.receiving, answers, directory, on)
  if (receiving.units.length === 0) throw new Refusal('dossiers.place-unknown', { words: receiving.words })
  if (!receiving.units.includes(receivingId))
    throw new Refusal('dossiers.wrong-place', {
      words: receiving.words,
      places: receiving.units.slice(0, 5).map((id) => directory.get(id).name),
    })
  const handling = content.handling.length > 0 ? competentUnits(content.handling, answers, directory, on).units : []
  return {
    receivingId,
    deskId: directory.deskOf(receivingId) ?? receivingId,
    handlingId: handling.includes(receivingId) ? receivingId : (handling[0] ?? receivingId),
  }
}

const ROLE_WORDS: Record<string, string> = {
  receiver: 'Cán bộ tiếp nhận',
  'desk-head': 'Phụ trách một cửa',
  'division-head': 'Lãnh đạo',
  officer: 'Chuyên viên',
  leader: 'Lãnh đạo',
  'records-clerk': 'Văn thư',
  council: 'Hội đồng',
  outside: 'Cán bộ đầu mối',
}

/** The holder as post and unit, never a person's name: "Chuyên viên, Phòng Hành chính tư pháp – Sở Tư pháp". */
export function holderWords(directory: Directory, holder: Holder, postTitle?: string): string {
  const unit = directory.organisation(holder.organisationId)
  if (!unit) return postTitle ?? ''
  const parent = unit.parentId ? directory.organisation(unit.parentId) : undefined
  const inner = ['division', 'counter', 'sub-department', 'desk', 'branch'].includes(unit.kind)
  const words =
    inner && parent && !unit.name.includes(parent.shortName) ? `${unit.name} – ${parent.shortName}` : unit.name
  return `${postTitle ?? own(ROLE_WORDS, holder.role) ?? 'Cán bộ'}, ${words}`
}

/** Who holds a step of this dossier. */
export const holderOf = (directory: Directory, step: Step, place: Place): Holder =>
  resolveHolder(directory, step.holder, place)

/** Title of the post a task is assigned to, if any. */
export const titleOf = (posts: Posts, postId: string | null) => (postId ? posts.all.get(postId)?.title : undefined)
