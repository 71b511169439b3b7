import { theAuthority, trustOfHouse, type TrustOfHouse } from '#server/certificates/index.ts'
import type { Call } from '#server/platform/call.ts'
import { running } from '#server/platform/running.ts'

/** Whom the page trusts, and what the house knows of its own certificates. */
export const trustHere = async ({ db, now }: Call): Promise<TrustOfHouse> =>
  trustOfHouse(db, await theAuthority(running().settings, now), now)

export const VERDICT_WORDS: Record<string, { words: string; tone: 'done' | 'soon' | 'wrong' | 'plain' }> = {
  VALID: { words: 'Chữ ký đúng, giấy tờ còn nguyên vẹn', tone: 'done' },
  INVALID: { words: 'Chữ ký không đúng hoặc giấy tờ đã bị sửa', tone: 'wrong' },
  EXPIRED: { words: 'Chứng thư số đã hết hạn', tone: 'soon' },
  REVOKED: { words: 'Chứng thư số đã bị thu hồi', tone: 'wrong' },
  UNKNOWN: { words: 'Chưa đủ cơ sở để kết luận', tone: 'soon' },
  NONE: { words: 'Tệp không có chữ ký số', tone: 'plain' },
}
