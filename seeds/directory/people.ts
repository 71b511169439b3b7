import { readFileSync } from 'node:fs'
import { communes, departments, DISTRICTS } from './tree.ts'

export type SeedPost = {
  id: string
  organisationId: string
  title: string
  duties: [organisationId: string, role: string, functions?: string[]][]
}

/** The posts of the demonstration province and what they are there for; several officials where an office has several. */
export function posts(): SeedPost[] {
  const all: SeedPost[] = []
  const add = (id: string, organisationId: string, title: string, ...duties: SeedPost['duties']) =>
    void all.push({ id, organisationId, title, duties })

  add('ubnd-tinh.chu-tich', 'ubnd-tinh', 'Chủ tịch UBND tỉnh', ['ubnd-tinh', 'leader'])
  add('ubnd-tinh.pho-chu-tich', 'ubnd-tinh', 'Phó Chủ tịch UBND tỉnh', ['ubnd-tinh', 'leader'])
  add('ubnd-tinh.quan-tri', 'so-tttt', 'Quản trị hệ thống', ['ubnd-tinh', 'administrator'])
  add(
    'vp-ubnd-tinh.pho-chanh',
    'vp-ubnd-tinh',
    'Phó Chánh Văn phòng UBND tỉnh',
    ['vp-ubnd-tinh', 'leader'],
    ['vp-ubnd-tinh', 'division-head'],
  )
  add(
    'vp-ubnd-tinh.chuyen-vien',
    'vp-ubnd-tinh',
    'Chuyên viên Văn phòng UBND tỉnh',
    ['vp-ubnd-tinh', 'officer'],
    ['quay-vp-ubnd-tinh', 'receiver'],
  )
  add(
    'vp-ubnd-tinh.van-thu',
    'vp-ubnd-tinh',
    'Văn thư UBND tỉnh',
    ['vp-ubnd-tinh', 'records-clerk'],
    ['ubnd-tinh', 'records-clerk'],
  )
  add('kstthc.chuyen-vien', 'vp-ubnd-tinh-kstthc', 'Chuyên viên kiểm soát thủ tục hành chính', [
    'ubnd-tinh',
    'procedure-control',
  ])
  add('ttpvhcc.giam-doc', 'ttpvhcc', 'Giám đốc Trung tâm Phục vụ hành chính công', ['ttpvhcc', 'desk-head'])
  for (const [id, name, , parts] of departments()) {
    add(`${id}.giam-doc`, id, `Giám đốc ${name}`, [id, 'leader'])
    add(`${id}.pho-giam-doc`, id, `Phó Giám đốc ${name}`, [id, 'leader'])
    add(`${id}.van-thu`, id, `Văn thư ${name}`, [id, 'records-clerk'])
    add(`${id}.quay`, id, `Cán bộ tiếp nhận, ${name}`, [`quay-${id}`, 'receiver'])
    for (const [part, partName] of parts) {
      add(`${id}-${part}.truong`, `${id}-${part}`, `Trưởng ${partName}`, [`${id}-${part}`, 'division-head'])
      add(
        `${id}-${part}.chuyen-vien-1`,
        `${id}-${part}`,
        `Chuyên viên ${partName}`,
        [`${id}-${part}`, 'officer'],
        [`${id}-${part}`, 'council'],
        [id, 'procedure-drafter'],
      )
      add(
        `${id}-${part}.chuyen-vien-2`,
        `${id}-${part}`,
        `Chuyên viên ${partName}`,
        [`${id}-${part}`, 'officer'],
        [`${id}-${part}`, 'council'],
      )
    }
  }
  for (const [id, title] of [
    ['cong-an-tinh', 'Công an tỉnh'],
    ['cuc-thue-tinh', 'Cục Thuế tỉnh'],
    ['bhxh-tinh', 'Bảo hiểm xã hội tỉnh'],
  ] as const)
    add(`${id}.dau-moi`, id, `Cán bộ đầu mối ${title}`, [id, 'outside'])
  for (const [key, name] of DISTRICTS) {
    const id = `ubnd-${key}`
    const place = name.replace('UBND ', '')
    add(`${id}.chu-tich`, id, `Chủ tịch ${name}`, [id, 'leader'])
    add(`${id}.pho-chu-tich`, id, `Phó Chủ tịch ${name}`, [id, 'leader'])
    add(`${id}.van-thu`, `${key}-vp`, `Văn thư ${name}`, [id, 'records-clerk'])
    add(`motcua-${key}.truong`, `motcua-${key}`, `Trưởng Bộ phận một cửa ${place}`, [`motcua-${key}`, 'desk-head'])
    add(`motcua-${key}.tiep-nhan-1`, `motcua-${key}`, `Cán bộ một cửa ${place}`, [`motcua-${key}`, 'receiver'])
    add(`motcua-${key}.tiep-nhan-2`, `motcua-${key}`, `Cán bộ một cửa ${place}`, [`motcua-${key}`, 'receiver'])
    const urban = key === 'phu-ly' || key === 'duy-tien'
    for (const part of [
      'tu-phap',
      'ldtbxh',
      'tnmt',
      'tckh',
      ...(urban ? ['qldt', 'kinh-te'] : ['kt-ht']),
      'noi-vu',
      'gddt',
      'vhtt',
    ]) {
      // The justice division certifies in its own name and keeps its own seal (NĐ 23/2015 art. 5).
      const own = part === 'tu-phap' ? (['leader', 'records-clerk'] as const) : []
      add(
        `${key}-${part}.truong`,
        `${key}-${part}`,
        'Trưởng phòng',
        [`${key}-${part}`, 'division-head'],
        ...own.map((role): [string, string] => [`${key}-${part}`, role]),
      )
      add(
        `${key}-${part}.chuyen-vien`,
        `${key}-${part}`,
        'Chuyên viên',
        [`${key}-${part}`, 'officer'],
        [`${key}-${part}`, 'council'],
      )
    }
    add(
      `cnvpdk-${key}.giam-doc`,
      `cnvpdk-${key}`,
      `Giám đốc Chi nhánh Văn phòng đăng ký đất đai ${place}`,
      [`cnvpdk-${key}`, 'leader'],
      [`cnvpdk-${key}`, 'division-head'],
      [`cnvpdk-${key}`, 'records-clerk'],
    )
    add(
      `cnvpdk-${key}.vien-chuc`,
      `cnvpdk-${key}`,
      'Viên chức đăng ký đất đai',
      [`cnvpdk-${key}`, 'officer'],
      [`quay-cnvpdk-${key}`, 'receiver'],
    )
    add(`cct-${key}.dau-moi`, `cct-${key}`, `Cán bộ đầu mối Chi cục Thuế ${place}`, [`cct-${key}`, 'outside'])
  }
  for (const commune of communes()) {
    const { id, name } = commune
    if (!name) continue
    const place = name.charAt(0).toLowerCase() + name.slice(1)
    const desk = `motcua-${id}`
    add(`${id}.chu-tich`, id, `Chủ tịch UBND ${place}`, [id, 'leader'])
    add(`${id}.pho-chu-tich`, id, `Phó Chủ tịch UBND ${place}`, [id, 'leader'], [desk, 'desk-head'])
    add(
      `${id}.tu-phap`,
      id,
      'Công chức tư pháp - hộ tịch',
      [id, 'officer', ['civil-status', 'justice']],
      [desk, 'receiver'],
    )
    add(`${id}.dia-chinh`, id, 'Công chức địa chính - xây dựng', [
      id,
      'officer',
      ['land', 'construction', 'environment'],
    ])
    add(
      `${id}.xa-hoi`,
      id,
      'Công chức văn hóa - xã hội',
      [id, 'officer', ['social', 'merit', 'labour', 'culture']],
      [id, 'council'],
      [desk, 'receiver'],
    )
    add(
      `${id}.van-phong`,
      id,
      'Công chức văn phòng - thống kê',
      [id, 'records-clerk'],
      [id, 'officer', ['office']],
      [desk, 'receiver'],
    )
  }
  // Last, so that everybody else keeps his name.
  add('vp-ubnd-tinh.chanh', 'vp-ubnd-tinh', 'Chánh Văn phòng UBND tỉnh', ['vp-ubnd-tinh', 'leader'])
  return all
}

/** Posts without a main holder of their own: an official of a department seconded (biệt phái) to its counter at the centre. */
export const SECONDED: { post: SeedPost; holderOf: string; decision: string }[] = [
  {
    post: {
      id: 'so-xay-dung.quay-biet-phai',
      organisationId: 'quay-so-xay-dung',
      title: 'Cán bộ tiếp nhận biệt phái, Sở Xây dựng',
      duties: [['quay-so-xay-dung', 'receiver']],
    },
    holderOf: 'so-xay-dung-quan-ly-xay-dung.chuyen-vien-2',
    decision: '112/QĐ-SXD',
  },
]

/** Written delegations that stand in the demonstration: whole acts of a leader to his deputy (ký thay), or some to a body under him. */
export const DELEGATIONS: { from: string; to: string; form: string; acts: string[]; number: string; until: boolean }[] =
  [
    {
      ...{ from: 'ubnd-tinh.chu-tich', to: 'ubnd-tinh.pho-chu-tich', form: 'KT' },
      ...{ acts: ['dossiers.decide', 'procedures.publish'], number: '05/QĐ-UBND', until: false },
    },
    {
      ...{ from: 'ubnd-phu-ly.chu-tich', to: 'ubnd-phu-ly.pho-chu-tich', form: 'KT' },
      ...{ acts: ['dossiers.decide'], number: '18/QĐ-UBND', until: false },
    },
    {
      ...{ from: 'so-tu-phap.giam-doc', to: 'so-tu-phap.pho-giam-doc', form: 'KT' },
      ...{ acts: ['dossiers.decide', 'dossiers.assign'], number: '31/QĐ-STP', until: false },
    },
    {
      ...{ from: 'so-tu-phap.giam-doc', to: 'so-tu-phap-hanh-chinh-tu-phap.truong', form: 'TUQ' },
      ...{ acts: ['dossiers.decide'], number: '32/QĐ-STP', until: true },
    },
  ]

/** A small generator with a seed (mulberry32), so that the same people are made every time. */
export function randomFrom(seed: number) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}
const names = JSON.parse(readFileSync(new URL('names.json', import.meta.url), 'utf8')) as Record<string, string[]>

/** A fictitious person's name. */
export function inventName(random: () => number): { name: string; gender: 'male' | 'female' } {
  const pick = (list: string) => names[list]![Math.floor(random() * names[list]!.length)]!
  const female = random() < 0.5
  const name = `${pick('surnames')} ${pick(female ? 'middleFemale' : 'middleMale')} ${pick(female ? 'givenFemale' : 'givenMale')}`
  return { name, gender: female ? 'female' : 'male' }
}
