import { redirect } from '@sveltejs/kit'
import { Refusal } from '#server/platform/refusal.ts'
import { type KeyFor, mayPrepareKeys, prepareKey, viewPreparedKey } from '#server/signing/index.ts'
import { attempt, textOf } from '../../../refused.ts'
import { theSigningHouse } from '../../../signing-house.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../wanted.ts'

const WORDS: Record<KeyFor, string> = { post: 'Khóa của tôi, theo chức vụ', organisation: 'Khóa con dấu của cơ quan' }

export const load: PageServerLoad = async ({ locals, url }) => {
  const { call } = locals
  const mine = mayPrepareKeys(call)
  if (mine.length === 0) throw new Refusal('signing.key-not-his')
  const waiting = await Promise.all(
    mine.map(async (of) => ({ of, words: WORDS[of], madeAt: (await viewPreparedKey(call, of))?.madeAt ?? null })),
  )
  return {
    choices: mine.map((of) => ({ value: of, label: WORDS[of] })),
    waiting: waiting.flatMap(({ of, words, madeAt }) => (madeAt ? [{ of, words, madeAt }] : [])),
    done: url.searchParams.has('da'),
  }
}

/** A PIN is taken as it was typed. */
const pin = (form: FormData, name: string) => {
  const given = form.get(name)
  return typeof given === 'string' ? given : ''
}

/** What each form must have. */
const WANTS = {
  make: { 'mat-khau-khoa': 'Đặt mã PIN: ít nhất 6 ký tự.', 'mat-khau-khoa-lai': 'Gõ lại mã PIN lần nữa.' },
} satisfies Record<string, Wishes>

export const actions: Actions = {
  default: async ({ request, locals }) => {
    const form = await request.formData()
    const made = await attempt(
      form,
      async () =>
        prepareKey(locals.call, await theSigningHouse(), {
          of: textOf(form, 'cua', 20) === 'organisation' ? 'organisation' : 'post',
          ...{ pin: pin(form, 'mat-khau-khoa'), pinAgain: pin(form, 'mat-khau-khoa-lai') },
        }),
      { wants: WANTS.make },
    )
    if (!('id' in made)) return made
    redirect(303, '/chung-thuc-so/khoa?da=1')
  },
}
