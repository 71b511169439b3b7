import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Marked } from 'marked'
import { PROJECT } from '#server/platform/settings.ts'

/** The manuals of `docs/manuals`, as the product shows them: one for each kind of reader. */
export const MANUALS = [
  { key: 'nguoi-dan', words: 'Dành cho người dân', hint: 'Tìm thủ tục, khai và gửi, theo dõi, nhận kết quả.' },
  { key: 'can-bo', words: 'Dành cho cán bộ', hint: 'Tiếp nhận, làm từng bước, soạn và in kết quả, sổ, phôi.' },
  { key: 'lanh-dao', words: 'Dành cho lãnh đạo', hint: 'Ký số, chứng thư, thu hồi và thay thế giấy đã ký.' },
  { key: 'quan-tri', words: 'Dành cho người quản trị', hint: 'Đơn vị, tài khoản, lịch, mẫu giấy tờ, cài đặt.' },
] as const
export type Manual = { title: string; html: string; parts: { id: string; words: string }[] }

/** A heading's place in the page, as links inside the manuals name it. */
const idOf = (words: string) =>
  words
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, '')
    .trim()
    .replaceAll(/\s+/g, '-')

function render(text: string): Manual {
  const parts: Manual['parts'] = []
  const title = /^# (.+)$/m.exec(text)?.[1] ?? ''
  const marked = new Marked({
    renderer: {
      heading({ depth, tokens, text: words }) {
        const id = idOf(words)
        if (depth === 2) parts.push({ id, words })
        return `<h${depth} id="${id}">${this.parser.parseInline(tokens)}</h${depth}>\n`
      },
      link({ href, tokens }) {
        const to = href.replace(/^([a-z-]+)\.md/, '/tro-giup/$1')
        return `<a href="${to}">${this.parser.parseInline(tokens)}</a>`
      },
    },
  })
  const html = marked.parse(text.replace(/^# .+$/m, ''), { async: false })
  return { title, html, parts }
}

const made = new Map<string, Manual>()

/** One manual as HTML, made once from the text that ships with the program; undefined when there is none of that name. */
export function findManual(key: string): Manual | undefined {
  if (!MANUALS.some((each) => each.key === key)) return undefined
  const found = made.get(key) ?? render(readFileSync(join(PROJECT, 'docs/manuals', `${key}.md`), 'utf8'))
  made.set(key, found)
  return found
}
