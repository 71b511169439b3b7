import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { readWholePlace } from '#server/platform/identifiers.ts'
import { changeVolumeSize, closeVolume } from '#server/papers/index.ts'
import { viewVolumes } from '#server/results/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { bookAddress, bookName, keyOf } from '../book-address.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { aNumber, type Wishes } from '../../../wanted.ts'

const DONE: Record<string, string> = {
  khoa: 'Đã khóa quyển. Số sau đứng ở quyển kế tiếp, không hở số.',
  co: 'Đã đổi số việc mỗi quyển.',
}
const whole = (text: string) => (/^\d{1,9}$/.test(text) ? Number(text) : 0)

export const load: PageServerLoad = async ({ locals, url }) => {
  const key = keyOf(url.searchParams)
  const before = readWholePlace(url.searchParams.get('sau'))
  const { book, volumes, next } = await viewVolumes(locals.call, key, before)
  const here = (extra: Record<string, string | undefined> = {}) => bookAddress('/so-van-ban/quyen', key, extra)
  return {
    ...{ name: bookName(key.kind), unit: book.unit, year: key.year, mayKeep: book.mayKeep, perVolume: book.perVolume },
    volumes: volumes.map((each) => ({
      ...each,
      href: bookAddress('/so-van-ban/so', key, { quyen: String(each.volume) }),
    })),
    ...{ book: bookAddress('/so-van-ban/so', key), query: here().split('?')[1] },
    ...{ first: before ? here() : null, next: next ? here({ sau: String(next) }) : null },
    done: own(DONE, url.searchParams.get('xong') ?? '') ?? null,
  }
}

/** What each form must have. */
const WANTS = {
  close: {
    quyen: 'Chọn quyển cần khóa.',
    'so-trang': aNumber('Ghi số trang của quyển, từ 1 đến 10.000.', 1, 10_000),
    'so-viec': aNumber('Đếm số việc trên bản in rồi ghi vào đây.', 0, 1_000_000),
    'nguoi-ky': 'Ghi họ tên, chức vụ người ký xác nhận khóa sổ.',
  },
  size: { 'moi-quyen': aNumber('Ghi số việc mỗi quyển, từ 1 đến 10.000.', 1, 10_000) },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  khoa: async ({ request, locals, url }) => {
    const form = await request.formData()
    const key = keyOf(url.searchParams)
    const result = await attempt(
      form,
      () =>
        closeVolume(locals.call, {
          ...{ ...key, volume: whole(textOf(form, 'quyen', 10)), pages: whole(textOf(form, 'so-trang', 10)) },
          ...{ entries: whole(textOf(form, 'so-viec', 10)), signedBy: textOf(form, 'nguoi-ky', 200) },
        }),
      { wants: WANTS.close },
    )
    if (!('book' in result)) return result
    redirect(303, bookAddress('/so-van-ban/quyen', key, { xong: 'khoa' }))
  },
  co: async ({ request, locals, url }) => {
    const form = await request.formData()
    const key = keyOf(url.searchParams)
    const result = await attempt(
      form,
      async () => {
        await changeVolumeSize(locals.call, { ...key, perVolume: whole(textOf(form, 'moi-quyen', 10)) })
        return { changed: true as const }
      },
      { wants: WANTS.size },
    )
    if (!('changed' in result)) return result
    redirect(303, bookAddress('/so-van-ban/quyen', key, { xong: 'co' }))
  },
}
