import { redirect } from '@sveltejs/kit'
import { noteEntry } from '#server/papers/index.ts'
import { readWholePlace } from '#server/platform/identifiers.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { columnsOfBook, endedWords, keptWords, listEntries, numberWords, setOfficeBook } from '#server/results/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { paperHouse } from '../../../slip-pdf.ts'
import { bookAddress, bookName, filterOf, keyOf } from '../book-address.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aNumber, orNothing, type Wishes } from '../../../wanted.ts'

const wholeIn = (text: string | null) => (/^[1-9]\d{0,8}$/.test(text ?? '') ? Number(text) : undefined)

export const load: PageServerLoad = async ({ locals, url }) => {
  const key = keyOf(url.searchParams)
  const { given, faults, filter } = filterOf(url)
  const after = readWholePlace(url.searchParams.get('sau'))
  const { book, items, next } = await listEntries(locals.call, key, filter, { after, limit: 50 })
  const columns = columnsOfBook(book.family)
  const noting = book.mayKeep ? wholeIn(url.searchParams.get('ghi')) : undefined
  const [noted] =
    noting === undefined
      ? []
      : (await listEntries(locals.call, key, { fromNumber: noting, toNumber: noting }, { limit: 1 })).items
  const here = (extra: Record<string, string | undefined>) => bookAddress('/so-van-ban/so', key, { ...given, ...extra })
  return {
    ...{ given, faults, name: bookName(key.kind), unit: book.unit, year: key.year, mayKeep: book.mayKeep },
    ...{ last: book.last, names: book.names, filtered: Object.keys(given).length > 0 },
    heads: columns.map((column) => column.head),
    lines: items.map((line) => ({
      ...{ number: line.number, cells: columns.map((column) => column.of(line)), ended: endedWords(line) !== '' },
      ...{ code: line.code, note: here({ sau: url.searchParams.get('sau') ?? undefined, ghi: String(line.number) }) },
    })),
    noted: noted && {
      ...{ number: noted.number, words: numberWords(noted), subject: noted.subject, note: noted.note },
      ...{ copies: noted.copies ? String(noted.copies) : '', kept: noted.keptBy, keptAs: keptWords(noted) },
    },
    hidden: { noi: key.organisationId, so: key.kind, nam: String(key.year) },
    ...{ bare: bookAddress('/so-van-ban/so', key), volumes: bookAddress('/so-van-ban/quyen', key) },
    ...{
      sheet: bookAddress('/so-van-ban/so/bang-tinh', key, given),
      back: here({ sau: url.searchParams.get('sau') ?? undefined }),
    },
    ...{ first: after === undefined ? null : here({}), next: next === null ? null : here({ sau: String(next) }) },
    done: url.searchParams.has('xong') ? 'Đã ghi chú vào sổ.' : null,
  }
}

const COPIES = aNumber('Số lượng bản ghi bằng số, ví dụ 4. Chưa biết thì bỏ trống.', 0, 100_000)
const ENTRY = aNumber('Ghi số thứ tự trong sổ, bằng số.', 1, 10_000_000)
/** What each form must have. */
const WANTS = {
  note: { 'so-ban': orNothing(COPIES) },
  print: { 'tu-so': orNothing(ENTRY), 'den-so': orNothing(ENTRY) },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  'ghi-chu': async ({ request, locals, url }) => {
    const form = await request.formData()
    const key = keyOf(url.searchParams)
    const number = wholeIn(textOf(form, 'dong', 12)) ?? 0
    const result = await attempt(
      form,
      async () => {
        const copies = textOf(form, 'so-ban', 8)
        if (copies && wholeIn(copies) === undefined) throw new Refusal('books.copies-wrong')
        const written = { note: textOf(form, 'ghi-chu', 500), keptBy: textOf(form, 'luu', 200) }
        await noteEntry(locals.call, { ...key, number, ...written, copies: wholeIn(copies) ?? null })
        return { noted: true as const }
      },
      { wants: WANTS.note },
    )
    if (!('noted' in result)) return result
    const { given } = filterOf(url)
    redirect(
      303,
      bookAddress('/so-van-ban/so', key, { ...given, sau: url.searchParams.get('sau') ?? undefined, xong: '1' }),
    )
  },
  in: async ({ request, locals, url }) => {
    const form = await request.formData()
    const part = { volume: wholeIn(textOf(form, 'quyen', 10)), fromNumber: wholeIn(textOf(form, 'tu-so', 10)) }
    const toNumber = wholeIn(textOf(form, 'den-so', 10))
    const key = keyOf(url.searchParams)
    const paper = await attempt(form, () => setOfficeBook(locals.call, paperHouse(url), key, { ...part, toNumber }), {
      wants: WANTS.print,
    })
    if (!('fileSha256' in paper)) return paper
    redirect(303, pathOf`/tep/giay/${paper.id}`)
  },
}
