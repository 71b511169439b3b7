export type MastLink = { href: string; words: string }

/** What stands in the mast: it depends on who asks, never on the page. */
export type MastFacts = {
  role: 'public' | 'entering' | 'citizen' | 'official'
  home: string
  under: string
  links: MastLink[]
  /** Rarer places, folded away. */
  more: MastLink[]
  /** What stands last: the person's own account, or the way in. */
  account: MastLink
  /** Who is at work here, under the mast of an official. */
  post?: { name: string; title: string; unit: string; several: boolean }
}

/** The public mast, also of the page that is shown when nothing is known of who asks. */
export const PUBLIC_MAST: MastFacts = {
  role: 'public',
  home: '/',
  under: 'Chính quyền điện tử tỉnh Hà Nam',
  links: [
    { href: '/thu-tuc', words: 'Thủ tục' },
    { href: '/tra-cuu', words: 'Tra cứu hồ sơ' },
    { href: '/so-lieu', words: 'Số liệu' },
    { href: '/ho-so', words: 'Hồ sơ của tôi' },
    { href: '/tro-giup', words: 'Trợ giúp' },
  ],
  more: [],
  account: { href: '/dang-nhap', words: 'Đăng nhập' },
}
