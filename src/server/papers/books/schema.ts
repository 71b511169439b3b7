import { z } from 'zod'

/** A book (sổ) of a unit: what it holds and of which year. */
export const BookKey = z.object({
  organisationId: z.string().min(1).max(100),
  kind: z.string().min(1).max(300),
  year: z.number().int().min(1945).max(9999),
})
export type BookKey = z.infer<typeof BookKey>

/** Khóa sổ: pages as counted by hand, entries as counted by hand, and who signs the closing line. */
export const CloseVolume = BookKey.extend({
  volume: z.number().int().min(1),
  pages: z.number().int(),
  entries: z.number().int(),
  signedBy: z.string().max(200),
})
export type CloseVolume = z.infer<typeof CloseVolume>

/** Số việc ghi trong một quyển. */
export const ChangeVolumeSize = BookKey.extend({ perVolume: z.number().int() })
export type ChangeVolumeSize = z.infer<typeof ChangeVolumeSize>

/** Ghi chú of one entry, and what the program cannot know of it: how many copies were sent, who keeps the file copy. */
export const NoteEntry = BookKey.extend({
  number: z.number().int().min(1),
  note: z.string().max(500),
  copies: z.number().int().min(1).max(100_000).nullable(),
  keptBy: z.string().max(200),
})
export type NoteEntry = z.infer<typeof NoteEntry>

export type PaperBook = BookKey & { volume: number; entriesInVolume: number; perVolume: number; last: number }
export type BookVolume = {
  volume: number
  first: number
  last: number
  closed: { pages: number; signedBy: string; at: Date } | null
}

/**
 * Which law's columns a book has: civil status (sổ hộ tịch, TT 04/2020), certification (sổ chứng thực, NĐ 23/2015, TT 01/2020), or outgoing
 * papers (sổ đăng ký văn bản đi, NĐ 30/2020 annex IV). By its name, as procedures call their books; unverified.
 */
export type BookFamily = 'civil-status' | 'certification' | 'outgoing'
export function familyOf(kind: string): BookFamily {
  if (/^SCT\/|chứng thực/i.test(kind)) return 'certification'
  return /hộ tịch|khai sinh|kết hôn|khai tử|hôn nhân|giám hộ|cha, mẹ, con/i.test(kind) ? 'civil-status' : 'outgoing'
}
