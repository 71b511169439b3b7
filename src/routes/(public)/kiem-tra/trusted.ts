import { theAuthority } from '#server/certificates/index.ts'
import { running } from '#server/platform/running.ts'
import type { Certificate } from '#server/signatures/index.ts'

/** Roots that the page trusts: that of the demonstration authority, where it runs. */
export async function trustedRoots(at: Date): Promise<Certificate[]> {
  const authority = await theAuthority(running().settings, at)
  return authority ? [authority.keys.root.certificate] : []
}

export const VERDICT_WORDS: Record<string, { words: string; tone: 'done' | 'soon' | 'wrong' | 'plain' }> = {
  VALID: { words: 'Chữ ký đúng, giấy tờ còn nguyên vẹn', tone: 'done' },
  INVALID: { words: 'Chữ ký không đúng hoặc giấy tờ đã bị sửa', tone: 'wrong' },
  EXPIRED: { words: 'Chứng thư số đã hết hạn', tone: 'soon' },
  REVOKED: { words: 'Chứng thư số đã bị thu hồi', tone: 'wrong' },
  UNKNOWN: { words: 'Chưa đủ cơ sở để kết luận', tone: 'soon' },
  NONE: { words: 'Tệp không có chữ ký số', tone: 'plain' },
}
