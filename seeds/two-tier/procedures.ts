import { ProcedureContent } from '#server/procedures/schema.ts'
import type { ProcedureSeed } from '#server/procedures/seed-file.ts'
import { fullSeeds } from '../procedures.ts'

/** Which procedures the two-tier rule set has in full: birth registration, certified copies, household businesses. */
export const TWO_TIER_CODES = ['1.001193', '2.000815', '1.001612'] as const

const BASES = [
  { number: '72/2025/QH15', title: 'Luật Tổ chức chính quyền địa phương' },
  {
    number: '118/2025/NĐ-CP',
    title: 'Nghị định về thực hiện thủ tục hành chính theo cơ chế một cửa, một cửa liên thông tại Bộ phận Một cửa',
  },
]
const UNVERIFIED =
  'Nội dung theo mô hình hai cấp được suy từ bản ba cấp; thẩm quyền, thời hạn và phí chưa đối chiếu với quyết định công bố.'

/** Words of the three-tier model as the two-tier one says them; a division of a district becomes one of a commune. */
const WORDS: [RegExp, string][] = [
  [/; Phòng Tư pháp thuộc UBND cấp huyện/g, ''],
  [/Phòng Tài chính - Kế hoạch thuộc UBND cấp huyện/g, 'Phòng Kinh tế thuộc UBND cấp xã'],
  [/Phòng Tài chính - Kế hoạch/g, 'Phòng Kinh tế'],
  [/(UBND|Ủy ban nhân dân) (cấp )?huyện/g, '$1 cấp xã'],
  [/một cửa huyện nơi/g, 'Trung tâm Phục vụ hành chính công xã, phường nơi'],
  [/trong huyện/g, 'trong xã, phường'],
  [/bất kỳ xã hoặc huyện nào/gi, 'bất kỳ xã, phường nào'],
  [/UBND xã, phường, thị trấn/g, 'UBND xã, phường'],
  [/Ở xã nào, hoặc huyện có xã nào\?/g, 'Ở xã, phường nào?'],
  [/Chọn xã thuận đường; làm ở huyện thì chọn một xã của huyện đó\./g, 'Chọn xã, phường thuận đường.'],
  [/UBND xã Liêm Phong, huyện Thanh Liêm/g, 'UBND xã Liêm Hà'],
  [/xã, huyện, tỉnh/g, 'xã, tỉnh'],
]

const inTwoTierWords = (value: unknown): unknown => {
  if (typeof value === 'string') return WORDS.reduce((text, [from, to]) => text.replace(from, to), value)
  if (Array.isArray(value)) return value.map(inTwoTierWords)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, inTwoTierWords(each)]))
}

type Json = Record<string, unknown>
const DISTRICT = JSON.stringify({ field: 'request.place', equals: 'district' })
const onlyAtDistrict = (each: { when?: unknown }) => JSON.stringify(each.when) === DISTRICT
const onlyAtCommune = (each: { when?: unknown }) => JSON.stringify(each.when) === `{"not":${DISTRICT}}`

/** The question "commune or district" is gone with the districts, and with it every case and step that hangs on it. */
function withoutDistrictChoice(content: Json): Json {
  const workflow = content.workflow as {
    steps: { key: string; when?: unknown; note?: string; acts: { to: string | null }[] }[]
  }
  const dropped = new Map(workflow.steps.filter(onlyAtDistrict).map((step) => [step.key, step.acts[0]!.to]))
  const steps = workflow.steps
    .filter((step) => !onlyAtDistrict(step))
    .map((step) => ({
      ...step,
      ...(onlyAtCommune(step) ? { when: undefined, note: undefined } : {}),
      acts: step.acts.map((act) => ({ ...act, to: act.to && dropped.has(act.to) ? dropped.get(act.to)! : act.to })),
    }))
  const cases = (name: string) => (content[name] as { when?: unknown }[]).filter((each) => !onlyAtDistrict(each))
  return {
    ...{ ...content, receiving: cases('receiving'), handling: cases('handling') },
    ...{ workflow: { ...workflow, steps }, form: withoutPlaceChoice(content.form) },
  }
}

function withoutPlaceChoice(form: unknown): unknown {
  const { properties } = form as { properties: Record<string, { properties: Json; required?: string[] }> }
  if (!properties.request?.properties.place) return form
  const { place: _, ...fields } = properties.request.properties
  const request = {
    ...{ ...properties.request, properties: fields },
    required: properties.request.required?.filter((each) => each !== 'place'),
  }
  return { ...(form as Json), properties: { ...properties, request } }
}

/** The communes of the two-tier model receive and settle what the districts did. */
function atCommune(content: Json): Json {
  const cases = (name: string) =>
    (content[name] as Json[]).map((each) => (each.tier === 'district' ? { ...each, tier: 'commune' } : each))
  return {
    ...content,
    ...{ tier: 'commune', tiers: ['commune'], receiving: cases('receiving'), handling: cases('handling') },
    legalBases: [...(content.legalBases as Json[]), ...BASES],
    unverified: [...((content.unverified as string[] | undefined) ?? []), UNVERIFIED],
    successor: undefined,
  }
}

/** The two-tier procedures, made from the last three-tier version of each. */
export function twoTierSeeds(from: string): ProcedureSeed[] {
  return TWO_TIER_CODES.map((code) => {
    const last = fullSeeds()
      .filter((each) => each.content.code === code)
      .toSorted((a, b) => (a.effectiveFrom < b.effectiveFrom ? 1 : -1))[0]!
    const content = atCommune(withoutDistrictChoice(inTwoTierWords(last.content) as Json))
    return {
      ...{ effectiveFrom: from, effectiveTo: null, ruleSet: 'two-tier' as const },
      publishing: { number: '02/QĐ-UBND (số minh họa)', on: from },
      processApproval: { number: '03/QĐ-UBND (số minh họa)', on: from },
      content: ProcedureContent.parse(JSON.parse(JSON.stringify(content))),
    }
  })
}
