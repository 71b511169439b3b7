import { error } from '@sveltejs/kit'
import type { PageServerLoad } from './$types.js'

/** Where somebody is led who may not open what they asked for: 403, in the words of whoever asks. */
export const load: PageServerLoad = ({ locals: { signedIn } }) => {
  const message =
    signedIn?.actor.kind === 'official'
      ? 'Chức vụ Ông/Bà đang thi hành không làm việc ở trang này.'
      : 'Trang này dành cho cán bộ làm việc.'
  error(403, message)
}
