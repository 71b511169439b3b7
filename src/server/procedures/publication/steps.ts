import { type Actor, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'

export const VERSION_STATES = ['draft', 'submitted', 'checked', 'published', 'withdrawn'] as const
export type VersionState = (typeof VERSION_STATES)[number]

/** Each state in words, as pages show it. */
export const VERSION_STATE_WORDS: Record<VersionState, string> = {
  draft: 'Đang soạn',
  submitted: 'Chờ kiểm soát thủ tục hành chính',
  checked: 'Đã kiểm soát, chờ công bố',
  published: 'Đã công bố',
  withdrawn: 'Đã bãi bỏ',
}

export type PublicationAct = 'draft' | 'change' | 'submit' | 'send-back' | 'check' | 'publish' | 'end' | 'withdraw'
type Right = 'procedures.draft' | 'procedures.check' | 'procedures.publish'

/**
 * The table of publication (công bố thủ tục hành chính): in which states each act is possible, where it leads, and the right it takes.
 * The department drafts, procedure control checks, a leader publishes: NĐ 63/2010 art. 13-16, NĐ 61/2018 art. 8.
 */
export const PUBLICATION: Record<
  Exclude<PublicationAct, 'draft'>,
  { leads: Partial<Record<VersionState, VersionState>>; right: Partial<Record<VersionState, Right>>; label: string }
> = {
  change: { leads: { draft: 'draft' }, right: { draft: 'procedures.draft' }, label: 'Lưu bản soạn' },
  submit: { leads: { draft: 'submitted' }, right: { draft: 'procedures.draft' }, label: 'Gửi kiểm soát' },
  'send-back': {
    leads: { submitted: 'draft', checked: 'draft' },
    right: { submitted: 'procedures.check', checked: 'procedures.publish' },
    label: 'Trả lại người soạn',
  },
  check: { leads: { submitted: 'checked' }, right: { submitted: 'procedures.check' }, label: 'Kiểm soát xong' },
  publish: { leads: { checked: 'published' }, right: { checked: 'procedures.publish' }, label: 'Công bố' },
  end: {
    leads: { published: 'published' },
    right: { published: 'procedures.publish' },
    label: 'Định ngày hết hiệu lực',
  },
  withdraw: { leads: { published: 'withdrawn' }, right: { published: 'procedures.publish' }, label: 'Bãi bỏ' },
}

/** What a decision needs to know of a version: its keeper, the committee over it, and who has had it in hand. */
export type VersionInHand = {
  state: string
  keeperId: string | null
  /** The organisation at the top of the tree: it publishes, and procedure control works for it. */
  rootId: string
  draftedBy: string | null
  checkedBy: string | null
}

/** Whether two accounts belong to one person; accounts are themselves. */
export type SamePerson = (a: string, b: string) => boolean

/**
 * Whether this actor may do this act now, and the state it leads to. Never one person alone: who drafted does not check, who drafted or
 * checked does not publish, under whatever account.
 * @throws Refusal `procedures.not-possible`, `procedures.no-right`, `procedures.one-person`, `procedures.not-your-draft`.
 */
export function decidePublication(
  act: Exclude<PublicationAct, 'draft'>,
  version: VersionInHand,
  actor: Actor,
  same: SamePerson,
): VersionState {
  const state = version.state as VersionState
  const { leads, right, label } = PUBLICATION[act]
  const to = leads[state]
  const needed = right[state]
  if (!to || !needed) throw new Refusal('procedures.not-possible', { act: label, state: VERSION_STATE_WORDS[state] })
  const place = needed === 'procedures.draft' ? (version.keeperId ?? version.rootId) : version.rootId
  if (!may(actor, needed, place)) throw new Refusal('procedures.no-right', { act: label })
  const drafted = version.draftedBy !== null && same(version.draftedBy, actor.id)
  const checked = version.checkedBy !== null && same(version.checkedBy, actor.id)
  if ((act === 'change' || act === 'submit') && !drafted) throw new Refusal('procedures.not-your-draft')
  if (act === 'check' && drafted) throw new Refusal('procedures.one-person', { act: label })
  if (act === 'publish' && (drafted || checked)) throw new Refusal('procedures.one-person', { act: label })
  return to
}
