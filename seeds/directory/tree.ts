import { readFileSync } from 'node:fs'

const read = <T>(name: string): T => JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as T

export type SeedOrganisation = {
  id: string
  kind: string
  tier: string
  parentId: string | null
  functions: string[]
  versions: { name: string; from: string; to: string | null }[]
  abolishedOn?: string
  invented: boolean
  codes: [scheme: string, code: string][]
}
type Commune = { id: string; gso: string; district: string; name?: string; before2020?: { name: string } }

/** The six districts: id, name of the committee, GSO code, level-2 number (invented), urban or rural. */
export const DISTRICTS = [
  ['phu-ly', 'UBND thành phố Phủ Lý', '347', '26', true],
  ['duy-tien', 'UBND thị xã Duy Tiên', '349', '27', true],
  ['kim-bang', 'UBND huyện Kim Bảng', '350', '28', false],
  ['thanh-liem', 'UBND huyện Thanh Liêm', '351', '29', false],
  ['binh-luc', 'UBND huyện Bình Lục', '352', '30', false],
  ['ly-nhan', 'UBND huyện Lý Nhân', '353', '31', false],
] as const
/** Where the communes went that ended on 2020-01-01 (NQ 829/NQ-UBTVQH14). Targets not named in a source are marked invented. */
export const SUCCESSORS: [from: string, to: string][] = [
  ['xa-chau-son', 'phuong-duy-minh'],
  ['xa-tien-phong', 'phuong-tien-noi'],
  ['xa-thanh-binh', 'tt-tan-thanh'],
  ['xa-an-my', 'tt-binh-my'],
  ['xa-my-tho', 'tt-binh-my'],
  ['xa-dong-ly', 'tt-vinh-tru'],
  ['xa-nhan-hung', 'xa-tran-hung-dao'],
]
export type Department = [id: string, name: string, number: string, parts: [string, string, string[]][]]
export const departments = () => read<Department[]>('departments.json')
export const communes = () => read<Commune[]>('communes.json')
export const START = '2010-01-01'
const MERGER = '2020-01-01'

const committee = (name: string) => `UBND ${name.charAt(0).toLowerCase()}${name.slice(1)}`
const qd20 = (qcvn: string) => {
  const [v, z, y, m] = qcvn.split('.')
  return [m, y && y !== '00' ? y : '', z && z !== '00' ? z : '', v && v !== '000' ? v : ''].filter(Boolean).join('.')
}

/** Every organisation of the demonstration province: real names and GSO codes where known, the rest invented and marked so. */
export function tree(): SeedOrganisation[] {
  const all: SeedOrganisation[] = []
  const add = (
    id: string,
    kind: string,
    tier: string,
    parentId: string | null,
    name: string,
    more: Partial<SeedOrganisation> = {},
  ) =>
    void all.push({
      id,
      kind,
      tier,
      parentId,
      functions: [],
      versions: [{ name, from: START, to: null }],
      invented: true,
      codes: [],
      ...more,
    })
  const both = (code: string): [string, string][] => [
    ['qcvn102', code],
    ['qd20', qd20(code)],
  ]

  add('ubnd-tinh', 'committee', 'province', null, 'UBND tỉnh Hà Nam', {
    invented: false,
    codes: [...both('000.00.00.H25'), ['gso', '35']],
  })
  add('vp-ubnd-tinh', 'office', 'province', 'ubnd-tinh', 'Văn phòng UBND tỉnh', {
    invented: false,
    codes: both('000.00.06.H25'),
  })
  add('vp-ubnd-tinh-kstthc', 'division', 'province', 'vp-ubnd-tinh', 'Phòng Kiểm soát thủ tục hành chính', {
    functions: ['procedure-control'],
  })
  add('ttpvhcc', 'centre', 'province', 'vp-ubnd-tinh', 'Trung tâm Phục vụ hành chính công tỉnh', { invented: false })
  add('quay-vp-ubnd-tinh', 'counter', 'province', 'ttpvhcc', 'Quầy Văn phòng UBND tỉnh')
  for (const [id, name, number, parts] of departments()) {
    add(id, 'department', 'province', 'ubnd-tinh', name, {
      invented: ['24', '25'].includes(number),
      codes: both(`000.00.${number}.H25`),
    })
    for (const [part, partName, functions] of parts)
      add(
        `${id}-${part}`,
        partName.startsWith('Chi cục')
          ? 'sub-department'
          : partName.startsWith('Trung tâm')
            ? 'public-service-unit'
            : 'division',
        'province',
        id,
        `${partName}`,
        { functions },
      )
    add(`quay-${id}`, 'counter', 'province', 'ttpvhcc', `Quầy ${name}`)
  }
  add('cong-an-tinh', 'outside-body', 'province', 'ubnd-tinh', 'Công an tỉnh', {
    functions: ['police'],
    invented: false,
  })
  add('cuc-thue-tinh', 'outside-body', 'province', 'ubnd-tinh', 'Cục Thuế tỉnh', {
    functions: ['tax'],
    invented: false,
  })
  add('bhxh-tinh', 'outside-body', 'province', 'ubnd-tinh', 'Bảo hiểm xã hội tỉnh', {
    functions: ['insurance'],
    invented: false,
  })

  for (const [key, name, gso, number, urban] of DISTRICTS) {
    const id = `ubnd-${key}`
    const place = name.replace('UBND ', '')
    add(id, 'committee', 'district', 'ubnd-tinh', name, {
      invented: false,
      codes: [...both(`000.00.${number}.H25`), ['gso', gso]],
    })
    add(`motcua-${key}`, 'desk', 'district', id, `Bộ phận một cửa ${place}`)
    const part = (suffix: string, partName: string, functions: string[]) =>
      add(`${key}-${suffix}`, 'division', 'district', id, `${partName} ${place}`, { functions })
    part('vp', 'Văn phòng HĐND và UBND', ['office'])
    part('tu-phap', 'Phòng Tư pháp', ['justice', 'civil-status'])
    part('ldtbxh', 'Phòng Lao động - Thương binh và Xã hội', ['labour', 'social', 'merit'])
    part('tnmt', 'Phòng Tài nguyên và Môi trường', ['land', 'environment'])
    part('tckh', 'Phòng Tài chính - Kế hoạch', ['finance-planning', 'business-registration'])
    if (urban) part('qldt', 'Phòng Quản lý đô thị', ['construction', 'transport', 'vessel'])
    part(
      urban ? 'kinh-te' : 'kt-ht',
      urban ? 'Phòng Kinh tế' : 'Phòng Kinh tế và Hạ tầng',
      urban ? ['industry-trade', 'agriculture'] : ['construction', 'industry-trade', 'transport', 'vessel'],
    )
    part('noi-vu', 'Phòng Nội vụ', ['home-affairs', 'emulation'])
    part('gddt', 'Phòng Giáo dục và Đào tạo', ['education'])
    part('vhtt', 'Phòng Văn hóa và Thông tin', ['culture', 'information'])
    add(`cnvpdk-${key}`, 'branch', 'district', id, `Chi nhánh Văn phòng đăng ký đất đai ${place}`, {
      functions: ['land-registration'],
    })
    add(`quay-cnvpdk-${key}`, 'counter', 'district', `motcua-${key}`, `Quầy Văn phòng đăng ký đất đai ${place}`)
    add(`cct-${key}`, 'outside-body', 'district', id, `Chi cục Thuế ${place}`, { functions: ['tax'] })
  }

  const counts = new Map<string, number>()
  for (const commune of communes()) {
    const number = (counts.get(commune.district) ?? 0) + 1
    counts.set(commune.district, number)
    const level2 = DISTRICTS.find(([key]) => key === commune.district)![3]
    const now = commune.name
    const before = commune.before2020?.name
    const versions: SeedOrganisation['versions'] = []
    if (before && before !== now) versions.push({ name: committee(before), from: START, to: MERGER })
    if (now) versions.push({ name: committee(now), from: before === now ? START : MERGER, to: null })
    add(commune.id, 'committee', 'commune', `ubnd-${commune.district}`, '', {
      versions,
      invented: false,
      ...(now ? {} : { abolishedOn: MERGER }),
      codes: [...both(`000.${String(number).padStart(2, '0')}.${level2}.H25`), ['gso', commune.gso]],
    })
    if (now)
      add(
        `motcua-${commune.id}`,
        'desk',
        'commune',
        commune.id,
        `Bộ phận một cửa ${now.charAt(0).toLowerCase()}${now.slice(1)}`,
      )
  }
  return all
}

/** Which desk receives for which organisation. */
export function deskServices(): [deskId: string, servedId: string][] {
  return [
    ['quay-vp-ubnd-tinh', 'vp-ubnd-tinh'],
    ['quay-vp-ubnd-tinh', 'ubnd-tinh'],
    ...departments().map(([id]): [string, string] => [`quay-${id}`, id]),
    ...DISTRICTS.flatMap(([key]): [string, string][] => [
      [`motcua-${key}`, `ubnd-${key}`],
      [`quay-cnvpdk-${key}`, `cnvpdk-${key}`],
    ]),
    ...communes()
      .filter((each) => each.name)
      .map((each): [string, string] => [`motcua-${each.id}`, each.id]),
  ]
}
