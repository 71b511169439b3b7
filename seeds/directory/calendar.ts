/** Public holidays by the law (Bộ luật Lao động 2019 art. 112): fixed days, Tết and the Hùng Kings' day as published for each year. */
const TET: Record<number, [from: string, days: number]> = {
  2019: ['2019-02-04', 5],
  2020: ['2020-01-23', 5],
  2021: ['2021-02-10', 5],
  2022: ['2022-01-31', 5],
  2023: ['2023-01-20', 5],
  2024: ['2024-02-08', 5],
  2025: ['2025-01-27', 5],
  2026: ['2026-02-16', 5],
  2027: ['2027-02-05', 5],
}
const HUNG: Record<number, string> = {
  2019: '2019-04-14',
  2020: '2020-04-02',
  2021: '2021-04-21',
  2022: '2022-04-10',
  2023: '2023-04-29',
  2024: '2024-04-18',
  2025: '2025-04-07',
  2026: '2026-04-26',
  2027: '2027-04-16',
}
/**
 * Days off swapped into another working day (hoán đổi ngày làm việc) for officials. 2018-2024 after the table of the library "holidays" (vacanza)
 * with the dispatches it names; 2025 and 2026 are from memory and say so.
 */
const SWAPPED: readonly { off: string; worked: string; source: string }[] = [
  { off: '2018-12-31', worked: '2019-01-05', source: 'CV 6519/VPCP-KGVX 2018' },
  { off: '2019-04-29', worked: '2019-05-04', source: 'theo bảng của thư viện holidays' },
  { off: '2024-04-29', worked: '2024-05-04', source: 'CV 2450/VPCP-KGVX 2024' },
  { off: '2025-05-02', worked: '2025-04-26', source: 'chưa kiểm chứng' },
  { off: '2026-01-02', worked: '2026-01-10', source: 'chưa kiểm chứng' },
  { off: '2026-08-31', worked: '2026-08-22', source: 'chưa kiểm chứng' },
]
const dayMonth = (day: string) => day.split('-').toReversed().join('/')
const next = (day: string, days = 1) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
const weekend = (day: string) => [0, 6].includes(new Date(`${day}T00:00:00Z`).getUTCDay())

/**
 * Days that differ from the week, 2019-2027. A holiday on a weekend moves to the next working day (ngày nghỉ bù); a day off that was swapped is
 * listed as a substitute, the day worked for it as swapped.
 */
export function calendarDays(): {
  day: string
  working: boolean
  kind: 'holiday' | 'substitute' | 'swapped'
  reason: string
}[] {
  const off = new Map<string, string>()
  for (let year = 2019; year <= 2027; year += 1) {
    const list: [string, string][] = [
      [`${year}-01-01`, 'Tết Dương lịch'],
      [HUNG[year]!, 'Giỗ Tổ Hùng Vương'],
      [`${year}-04-30`, 'Ngày Chiến thắng'],
      [`${year}-05-01`, 'Ngày Quốc tế lao động'],
      [`${year}-09-02`, 'Quốc khánh'],
    ]
    if (year >= 2021)
      list.push([
        [2022, 2023, 2025, 2026].includes(year) ? `${year}-09-01` : `${year}-09-03`,
        'Nghỉ thêm dịp Quốc khánh (ngày chọn: chưa kiểm chứng)',
      ])
    const [from, days] = TET[year]!
    for (let at = 0; at < days; at += 1) list.push([next(from, at), 'Tết Nguyên đán (lịch nghỉ: chưa kiểm chứng)'])
    for (const [day, reason] of list) if (!weekend(day)) off.set(day, reason)
    for (const [day, reason] of list) {
      if (!weekend(day)) continue
      let substitute = next(day)
      while (weekend(substitute) || off.has(substitute)) substitute = next(substitute)
      off.set(substitute, `Nghỉ bù ${reason}`)
    }
  }
  const swapped = SWAPPED.flatMap(({ off: day, worked, source }) => [
    {
      day,
      working: false,
      kind: 'substitute' as const,
      reason: `Nghỉ hoán đổi, làm bù ${dayMonth(worked)} (${source})`,
    },
    { day: worked, working: true, kind: 'swapped' as const, reason: `Làm bù cho ${dayMonth(day)} (${source})` },
  ])
  const listed = [...off].map(([day, reason]) => ({
    day,
    working: false,
    kind: reason.startsWith('Nghỉ bù') ? ('substitute' as const) : ('holiday' as const),
    reason,
  }))
  const own = new Set(swapped.map((each) => each.day))
  return [...listed.filter((each) => !own.has(each.day)), ...swapped]
}
