import { readFileSync } from 'node:fs'
import type { SeedPost } from '../directory/people.ts'
import { DISTRICTS, type SeedOrganisation } from '../directory/tree.ts'

/** A commune of the two-tier model with the communes of 2020 it was made of. `part`: split among several; `verified: false`: in no source at hand. */
export type TwoTierCommune = {
  id: string
  gso: string
  name: string
  /** Second-level number of QĐ 20/2020: invented. */
  number: string
  predecessors: { id: string; part?: boolean; main?: boolean; verified?: boolean }[]
}
export const twoTierCommunes = () =>
  JSON.parse(readFileSync(new URL('communes.json', import.meta.url), 'utf8')) as TwoTierCommune[]

/** The commune that carries on what a district had open when no place tells another: the one of its seat. Unverified. */
export const SEATS: Record<string, string> = {
  'phu-ly': 'phuong-phu-ly',
  'duy-tien': 'phuong-duy-tien',
  'kim-bang': 'phuong-kim-bang',
  'thanh-liem': 'xa-thanh-liem',
  'binh-luc': 'xa-binh-luc',
  'ly-nhan': 'xa-ly-nhan',
}

/** Divisions of a commune (phòng chuyên môn cấp xã, NĐ 150/2025/NĐ-CP; which function stands where is unverified). */
export const DIVISIONS = [
  ['vp', 'Văn phòng HĐND và UBND', ['office', 'justice', 'civil-status']],
  [
    'kinh-te',
    'Phòng Kinh tế',
    [
      ...['land', 'environment', 'finance-planning', 'business-registration', 'construction', 'transport'],
      ...['industry-trade', 'agriculture'],
    ],
  ],
  [
    'vhxh',
    'Phòng Văn hóa - Xã hội',
    [...['home-affairs', 'emulation', 'education', 'culture', 'information', 'labour', 'social', 'merit', 'health']],
  ],
] as const

const lower = (name: string) => name.charAt(0).toLowerCase() + name.slice(1)
const divisionName = (commune: TwoTierCommune, key: string, name: string) =>
  key === 'kinh-te' && commune.name.startsWith('Phường') ? 'Phòng Kinh tế, Hạ tầng và Đô thị' : name

/** The communes with their divisions and their public service centre, which is the desk. */
export function twoTierUnits(from: string): SeedOrganisation[] {
  return twoTierCommunes().flatMap((commune): SeedOrganisation[] => {
    const unit = (
      id: string,
      kind: string,
      parentId: string,
      name: string,
      more: Partial<SeedOrganisation> = {},
    ): SeedOrganisation => ({
      ...{ id, kind, parentId, tier: 'commune', functions: [], codes: [], invented: true },
      versions: [{ name, from, to: null }],
      ...more,
    })
    const place = lower(commune.name)
    return [
      unit(commune.id, 'committee', 'ubnd-tinh', `UBND ${place}`, {
        invented: false,
        codes: [
          ['gso', commune.gso],
          ['qd20', `H25.${commune.number}`],
        ],
      }),
      unit(`ttpvhcc-${commune.id}`, 'desk', commune.id, `Trung tâm Phục vụ hành chính công ${place}`),
      ...DIVISIONS.map(([key, name, functions]) =>
        unit(`${commune.id}-${key}`, 'division', commune.id, `${divisionName(commune, key, name)} ${place}`, {
          functions: [...functions],
        }),
      ),
    ]
  })
}

export const twoTierDesks = (): [deskId: string, servedId: string][] =>
  twoTierCommunes().map(({ id }) => [`ttpvhcc-${id}`, id])

/** The posts of every commune: leaders, records clerk, centre, and in each division a head and two officials. */
export function twoTierPosts(): SeedPost[] {
  return twoTierCommunes().flatMap((commune): SeedPost[] => {
    const { id } = commune
    const place = lower(commune.name)
    const desk = `ttpvhcc-${id}`
    const post = (key: string, organisationId: string, title: string, ...duties: SeedPost['duties']): SeedPost => ({
      ...{ id: `${id}.${key}`, organisationId, title, duties },
    })
    return [
      post('chu-tich', id, `Chủ tịch UBND ${place}`, [id, 'leader']),
      post('pho-chu-tich', id, `Phó Chủ tịch UBND ${place}`, [id, 'leader']),
      post('van-thu', `${id}-vp`, `Văn thư UBND ${place}`, [id, 'records-clerk'], [id, 'officer', ['office']]),
      post('giam-doc-trung-tam', desk, `Giám đốc Trung tâm Phục vụ hành chính công ${place}`, [desk, 'desk-head']),
      post('tiep-nhan-1', desk, `Công chức tiếp nhận ${place}`, [desk, 'receiver']),
      post('tiep-nhan-2', desk, `Công chức tiếp nhận ${place}`, [desk, 'receiver']),
      ...DIVISIONS.flatMap(([key, name]) => {
        const division = `${id}-${key}`
        const officer: SeedPost['duties'] = [
          [division, 'officer'],
          [division, 'council'],
          [id, 'council'],
        ]
        return [
          post(`${key}.truong`, division, `Trưởng ${lower(divisionName(commune, key, name))}`, [
            division,
            'division-head',
          ]),
          post(`${key}.chuyen-vien-1`, division, 'Chuyên viên', ...officer),
          post(`${key}.chuyen-vien-2`, division, 'Chuyên viên', ...officer),
        ]
      }),
    ]
  })
}

export type Succession = { from: string; to: string; kind: 'merge' | 'split'; main: boolean; verified: boolean }

/** Where every unit of the three-tier model goes: communes by the source, districts, desks and divisions to the commune that carries them on. */
export function successions(oldUnits: readonly SeedOrganisation[]): Succession[] {
  const links = twoTierCommunes().flatMap(({ id, predecessors }) =>
    predecessors.map((each): Succession => ({
      ...{ from: each.id, to: id, main: each.main ?? true, verified: each.verified ?? true },
      kind: each.part ? 'split' : 'merge',
    })),
  )
  const to = new Map(links.filter((each) => each.main).map((each) => [each.from, each.to]))
  for (const [key] of DISTRICTS) to.set(`ubnd-${key}`, SEATS[key]!)
  const carried = oldUnits.flatMap((unit): Succession[] => {
    const link = (target: string): Succession[] => [
      { from: unit.id, to: target, kind: 'merge', main: true, verified: false },
    ]
    const over = to.get(unit.parentId ?? '')
    if (unit.kind === 'committee' && unit.tier === 'district') return link(to.get(unit.id)!)
    if (unit.kind === 'desk' && over) return link(`ttpvhcc-${over}`)
    if (unit.kind !== 'division' || !over) return []
    const division = DIVISIONS.find(([, , functions]) => functions.some((each) => unit.functions.includes(each)))
    return link(`${over}-${division?.[0] ?? 'vp'}`)
  })
  return [...links, ...carried]
}
