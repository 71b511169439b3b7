import type { Directory } from '#server/directory/index.ts'
import type { CitizenTurn, RequiredDocument, Step } from '#server/procedures/index.ts'
import { groupedDigits } from '#server/platform/grouped-digits.ts'
import type { Task } from '#server/workflow/index.ts'
import type { Dossier } from './queries.ts'

/** What a kind of step wants of the filer where the procedure does not say it in its own words. */
const BY_KIND: Partial<Record<Step['kind'], CitizenTurn>> = {
  'sign-book': {
    ...{ does: 'đọc bản thảo và ký sổ', where: 'holder', bring: ['giấy tờ tùy thân'], readsDraft: true },
  },
  pay: { does: 'nộp tiền theo thông báo', where: 'desk', bring: ['thông báo nộp tiền nếu có'], readsDraft: false },
  revise: { does: 'chỉnh sửa hồ sơ theo kết luận rồi nộp lại', where: 'desk', bring: [], readsDraft: false },
}

/** Whether it is the filer's turn in a step, and for what: as the procedure says, else by the kind of the step. */
export const turnIn = (step: Pick<Step, 'kind' | 'citizen'> | undefined): CitizenTurn | null =>
  step ? (step.citizen ?? BY_KIND[step.kind] ?? null) : null

/** Đến lượt người dân: what for, where, until when, with what. */
export type Turn = {
  does: string
  atHome: boolean
  place: string
  address: string | null
  phone: string | null
  before: Date
  bring: readonly string[]
  readsDraft: boolean
}

/** The filer's turn in the open step, or null: the place is the unit that holds the step, or the desk. */
export function turnOf(
  directory: Directory,
  dossier: Pick<Dossier, 'deskId' | 'endedAt'>,
  step: Pick<Step, 'kind' | 'citizen'> | undefined,
  open: Pick<Task, 'organisationId' | 'dueAt'> | undefined,
): Turn | null {
  const turn = turnIn(step)
  if (!turn || !open || dossier.endedAt || step?.kind === 'return') return null
  const at = placeAt(directory, turn.where === 'desk' ? dossier.deskId : open.organisationId)
  const { does, bring, readsDraft, where } = turn
  return { ...at, does, bring, readsDraft, atHome: where === 'home', before: open.dueAt }
}

/** A unit as a visitor finds it; its own address and phone, else those of the unit it belongs to. */
export function placeAt(directory: Directory, id: string): Pick<Turn, 'place' | 'address' | 'phone'> {
  const unit = directory.organisation(directory.successor(id))
  const parent = unit?.parentId ? directory.organisation(unit.parentId) : undefined
  return {
    place: unit?.name ?? '',
    address: unit?.address ?? parent?.address ?? null,
    phone: unit?.phone ?? parent?.phone ?? null,
  }
}

/** "UBND xã Liêm Phong (Thôn Yên Thống; điện thoại 0226 …)". */
export const placeWords = ({ place, address, phone }: Pick<Turn, 'place' | 'address' | 'phone'>) => {
  const more = [address, phone ? `điện thoại ${phone}` : null].filter(Boolean).join('; ')
  return more ? `${place} (${more})` : place
}

const withBring = (bring: readonly string[]) => (bring.length > 0 ? `, mang theo ${bring.join(', ')}` : '')

/** The invitation in one sentence; `moment` says the time as the reader is used to it. */
export function turnWords(turn: Turn, moment: (at: Date) => string): string {
  const before = moment(turn.before)
  if (turn.atHome) return `${turn.place} đến nhà để ${turn.does}, trước ${before}. Mời Ông/Bà có mặt ở nhà.`
  return `Mời Ông/Bà đến ${placeWords(turn)} ${turn.does}, trước ${before}${withBring(turn.bring)}.`
}

export type Collecting = {
  dossier: Pick<Dossier, 'returnBy' | 'returnAddress' | 'feeState' | 'feeTotal' | 'channel' | 'outcome' | 'deskId'>
  /** Whose original is shown at the collection, none that came from the person's own store. */
  toShow: readonly Pick<RequiredDocument, 'name'>[]
  returnStep: Pick<Step, 'citizen' | 'kind'> | undefined
  directory: Directory
}

/**
 * Đã có kết quả: where it is collected, with what, and what is still to be paid; who has no paper receipt says the code. Who chose the post or
 * the electronic copy is told that.
 */
export function collectWords({ dossier, toShow, returnStep, directory }: Collecting): string {
  const isRefusal = dossier.outcome === 'refuse'
  const originals = dossier.channel === 'online' && !isRefusal ? toShow.map(({ name }) => `bản chính ${name}`) : []
  const owed = dossier.feeState === 'due' ? ` Còn phải nộp: ${groupedDigits(dossier.feeTotal)} đ.` : ''
  const turn = isRefusal ? undefined : returnStep?.citizen
  const comes = originals.length > 0 || owed !== '' || turn !== undefined
  if (dossier.returnBy === 'post' && !comes)
    return `Kết quả được gửi qua bưu điện đến ${dossier.returnAddress ?? 'địa chỉ đã ghi'}.`
  if (dossier.returnBy === 'electronic' && !comes)
    return 'Bản điện tử có trong hồ sơ này khi ký số xong. Cần bản giấy thì Ông/Bà đến lấy tại bộ phận một cửa.'
  const bring = ['giấy hẹn (không có thì đọc mã hồ sơ)', 'giấy tờ tùy thân', ...(turn?.bring ?? []), ...originals]
  const does = turn ? ` để ${turn.does}` : ' để nhận'
  return `Ông/Bà đến ${placeWords(placeAt(directory, dossier.deskId))}${does} trong giờ làm việc${withBring(bring)}.${owed} Nhờ người nhận hộ thì cần giấy ủy quyền.`
}
