import { error } from '@sveltejs/kit'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { findPublished, nextProcedures } from '#server/procedures/index.ts'
import { entersAdministration } from '../../../administration.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, setHeaders }) => {
  const { db, now } = locals.call
  const version = await findPublished(db, params.code.toUpperCase(), vietnamDate(now))
  if (!version) error(404, { message: `Không có thủ tục mang mã ${params.code.slice(0, 60)} đang có hiệu lực.` })
  setHeaders({ 'x-dinh-cache': `procedure ${version.id}` })
  const { content, ...about } = version
  const { form: _form, workflow, ...shown } = content
  const steps =
    workflow?.steps.map(({ key, name, holder, allotted, clockStops, note }) => ({
      key,
      name,
      role: holder.role,
      of: holder.unit.of,
      allotted,
      clockStops,
      note,
    })) ?? []
  return {
    about,
    content: shown,
    steps,
    next: await nextProcedures(db, content, vietnamDate(now)),
    /** What is not verified in the wording is for who mends it. */
    drafter: entersAdministration(locals.call.actor),
  }
}
