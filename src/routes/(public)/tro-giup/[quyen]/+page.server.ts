import { error } from '@sveltejs/kit'
import { findManual } from '../../../manuals.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = ({ params, setHeaders }) => {
  const manual = findManual(params.quyen)
  if (!manual) error(404, 'Không có hướng dẫn này.')
  setHeaders({ 'x-dinh-cache': 'help' })
  return manual
}
