import { error } from '@sveltejs/kit'
import { running } from '#server/platform/running.ts'
import type { PageServerLoad } from './$types.js'

/** The parts of the pages in every state, for whoever builds them: only where the demonstration runs. */
export const load: PageServerLoad = () => {
  if (!running().settings.demonstration) error(404, { message: 'Không có trang này.' })
}
