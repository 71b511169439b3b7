import { z } from 'zod'

/**
 * Giấy tờ của bộ phận một cửa về một hồ sơ: giấy tiếp nhận và hẹn trả, phiếu yêu cầu bổ sung, phiếu từ chối tiếp nhận, phiếu kiểm soát quá
 * trình, tờ khai. The database checks the same list.
 */
export const SlipKind = z.enum(['receipt', 'completion', 'decline', 'control', 'declaration'])
export type SlipKind = z.infer<typeof SlipKind>

/** Thế hệ biểu mẫu: the forms of TT 01/2018 (01-06) or of TT 03/2025 (01-07). */
export const FormGeneration = z.enum(['tt-01-2018', 'tt-03-2025'])
export type FormGeneration = z.infer<typeof FormGeneration>

/** The form of a generation for each kind; the numbers moved when 05 became the notice of stopping. */
export const FORM_OF: Record<FormGeneration, Record<Exclude<SlipKind, 'declaration'> | 'book', string>> = {
  'tt-01-2018': {
    ...{ receipt: 'tt-01-2018/01', completion: 'tt-01-2018/02', decline: 'tt-01-2018/03' },
    ...{ control: 'tt-01-2018/05', book: 'tt-01-2018/06' },
  },
  'tt-03-2025': {
    ...{ receipt: 'tt-03-2025/01', completion: 'tt-03-2025/02', decline: 'tt-03-2025/03' },
    ...{ control: 'tt-03-2025/06', book: 'tt-03-2025/07' },
  },
}

/** What stands behind the number: each kind has a series of its own, by desk and year. */
export const SERIES_OF: Record<FormGeneration, Record<Exclude<SlipKind, 'declaration'>, string>> = {
  'tt-01-2018': { receipt: 'BPTNTKQ', completion: 'PBS', decline: 'PTC', control: 'PKS' },
  'tt-03-2025': { receipt: 'TTPVHCC', completion: 'PBS', decline: 'PTC', control: 'PKS' },
}

export const SLIP_TITLE: Record<SlipKind, string> = {
  receipt: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
  completion: 'Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ',
  decline: 'Phiếu từ chối tiếp nhận giải quyết hồ sơ',
  control: 'Phiếu kiểm soát quá trình giải quyết hồ sơ',
  declaration: 'Tờ khai',
}

/** "0007/BPTNTKQ". */
export const slipNumber = (number: number, series: string) => `${String(number).padStart(4, '0')}/${series}`

/** One slip as kept: its number stays however often its paper is set. */
export type Slip = {
  dossierId: string
  kind: SlipKind
  occasion: number
  number: number | null
  year: number
  issuedAt: Date
  paperId: string | null
  dataHash: string | null
}
