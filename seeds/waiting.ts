import { Refusal } from '#server/platform/refusal.ts'
import { checkVersion, draftVersion, findPublished, submitForCheck } from '#server/procedures/index.ts'
import type { Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { actorAt, type Plan } from './carry.ts'

const many = (count: number, plan: Plan): Plan[] => Array.from({ length: count }, () => plan)

const LIEM_PHONG = { 'applicant.residence.commune': 'xa-liem-phong' }
const MINH_KHAI = 'phuong-minh-khai'
const neverMarried = (purpose: string) => ({
  ...LIEM_PHONG,
  'status.current': 'never-married',
  'status.livedElsewhere': false,
  'request.purpose': purpose,
})
const BIRTH_COPY = {
  ...LIEM_PHONG,
  'applicant.relation': 'self',
  'record.event': 'birth',
  'record.keeper': 'commune',
  'record.registered.commune': 'xa-liem-phong',
}
const HOUSE = { 'site.commune': MINH_KHAI, 'works.kind': 'new', 'works.basement': false }
const LAND = {
  'parcel.commune': MINH_KHAI,
  'change.kind': 'sale',
  'change.part': 'whole',
  'parcel.house': false,
  'sides.newBook': false,
}

/**
 * Dossiers whose paper is drafted and waits: for the signature of those who sign in as leaders of a commune, a district, the province, two
 * departments and a land registration branch, for the seal of records clerks, and for the check of heads of divisions.
 */
export const WAITING: Plan[] = [
  ...['work', 'loan', 'land'].map((purpose) => ({ code: '1.004873', until: 'decide', answers: neverMarried(purpose) })),
  ...many(3, { code: '1.012398', until: 'decide', answers: {} }),
  ...many(3, { code: '2.000635', until: 'decide', answers: BIRTH_COPY }),
  ...many(3, { code: '1.010733', until: 'decide', answers: {} }),
  ...many(5, { code: '1.009994', until: 'decide', answers: HOUSE }),
  ...many(5, { code: '2.000488', until: 'decide', answers: {} }),
  ...many(5, { code: '1.002809', until: 'decide', answers: {} }),
  ...many(5, { code: '1.013831', until: 'decide', answers: LAND }),
  ...many(2, { code: '1.004873', until: 'number', answers: neverMarried('work') }),
  ...many(2, { code: '2.000488', until: 'number', answers: {} }),
  ...many(2, { code: '1.009994', until: 'check', answers: HOUSE }),
  ...many(2, { code: '2.000488', until: 'check', answers: {} }),
  ...many(2, { code: '1.002809', until: 'check', answers: {} }),
]

/** Bản sửa of these procedures: what is changed in them, and whether it is controlled already. */
const REVISED: [code: string, sentence: string, checked: boolean][] = [
  ['2.000884', 'Người yêu cầu chứng thực có thể đặt lịch trước với bộ phận một cửa.', false],
  ['2.000635', 'Bản sao điện tử được gửi vào tài khoản của người yêu cầu.', false],
  ['1.004859', 'Kết quả được gửi cả cho nơi đã đăng ký trước đây.', true],
]

/** Versions that a drafter of the department of justice hands in: two for procedure control (kiểm soát thủ tục hành chính), one for the chairman to publish. */
export async function submitVersions(db: Db, clock: () => Date) {
  for (const [code, sentence, checked] of REVISED) {
    const call = async (login: string) => ({ db, actor: await actorAt(db, login, clock()), now: clock() })
    const version = await findPublished(db, code, vietnamDate(clock()))
    if (!version) continue
    const content = { ...version.content, summary: `${version.content.summary ?? ''} ${sentence}`.trim() }
    const drafted = await draftVersion(await call('chuyenvien.tuphap'), {
      organisationId: 'so-tu-phap',
      content,
    })
      // A form of an earlier version that today's rules refuse waits for its own drafter.
      .catch((error: unknown) => {
        if (error instanceof Refusal && error.code === 'procedures.form-faults') return undefined
        throw error
      })
    if (!drafted) continue
    const { id, revision } = drafted
    await submitForCheck(await call('chuyenvien.tuphap'), { id, revision })
    if (checked) await checkVersion(await call('kstthc'), { id, revision: revision + 1 })
  }
}
