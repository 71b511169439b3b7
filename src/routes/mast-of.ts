import { loadDirectory } from '#server/directory/index.ts'
import { mayAnywhere } from '#server/platform/call.ts'
import { printsCards } from '#server/results/index.ts'
import { type MastFacts, type MastLink, PUBLIC_MAST } from '#ui/mast.ts'
import { entersAdministration } from './administration.ts'

const OPEN_TO_ALL: readonly MastLink[] = [
  { href: '/thu-tuc', words: 'Thủ tục' },
  { href: '/tra-cuu', words: 'Tra cứu hồ sơ' },
  { href: '/so-lieu', words: 'Số liệu' },
]
const HELP: MastLink = { href: '/tro-giup', words: 'Trợ giúp' }
const noticesOf = (unread: number): MastLink => ({
  href: '/thong-bao',
  words: unread > 0 ? `Thông báo (${unread})` : 'Thông báo',
})
const when = (holds: boolean, href: string, words: string): MastLink[] => (holds ? [{ href, words }] : [])

/** The mast of whoever asks: the same items in the same order on every page they open, errors included. A visitor's is known to the page. */
export async function mastOf({ signedIn, call }: App.Locals): Promise<MastFacts | null> {
  if (!signedIn) return null
  const { name, kind } = signedIn.actor
  if (signedIn.owes)
    return {
      role: 'entering',
      home: '/',
      under: PUBLIC_MAST.under,
      links: [...OPEN_TO_ALL, HELP],
      more: [],
      account: { href: '/tai-khoan', words: name },
    }
  if (kind === 'official') return officialMast(call, signedIn.session.unread, signedIn.posts.length > 1)
  return {
    role: 'citizen',
    home: '/',
    under: PUBLIC_MAST.under,
    links: [...OPEN_TO_ALL, { href: '/ho-so', words: 'Hồ sơ của tôi' }, noticesOf(signedIn.session.unread), HELP],
    more: [],
    account: { href: '/tai-khoan', words: name },
  }
}

async function officialMast({ actor, db }: App.Locals['call'], unread: number, several: boolean): Promise<MastFacts> {
  const own = actor.organisationId ? (await loadDirectory(db)).organisation(actor.organisationId) : undefined
  const atWork = Boolean(actor.postId)
  const signs = ['signing.lead', 'signing.head', 'signing.receive'].some((act) => mayAnywhere(actor, act))
  const seals = mayAnywhere(actor, 'signing.seal')
  return {
    role: 'official',
    home: atWork ? '/viec' : '/',
    under: 'Bàn làm việc của cán bộ',
    links: [
      ...when(atWork, '/viec', 'Việc của tôi'),
      ...when(mayAnywhere(actor, 'dossiers.file-at-desk'), '/tiep-nhan', 'Tiếp nhận'),
      ...when(signs, '/ky-so', 'Ký số'),
      ...when(seals, '/dong-dau', 'Đóng dấu'),
      ...when(atWork, '/tim', 'Tìm hồ sơ'),
      ...when(mayAnywhere(actor, 'dossiers.reassign'), '/don-vi', 'Ai đang giữ gì'),
      ...when(entersAdministration(actor), '/quan-tri', 'Quản trị'),
      noticesOf(unread),
      HELP,
    ],
    more: [
      ...when(mayAnywhere(actor, 'papers.withdraw'), '/giay-to-da-ky', 'Giấy đã ký'),
      ...when(seals, '/ban-sao', 'Bản sao điện tử'),
      ...when(mayAnywhere(actor, 'books.view'), '/so-van-ban', 'Sổ của đơn vị'),
      ...when(actor.grants.get('blanks.keep')?.has(actor.organisationId ?? '') ?? false, '/phoi', 'Phôi'),
      ...when(printsCards(own?.functions ?? []) && mayAnywhere(actor, 'cards.print'), '/the', 'In thẻ'),
      ...when(mayAnywhere(actor, 'certificates.view'), '/chung-thuc-so', 'Chứng thư số'),
    ],
    account: { href: '/tai-khoan', words: 'Tài khoản' },
    post: { name: actor.name, title: actor.postTitle ?? '', unit: own?.name ?? '', several },
  }
}
