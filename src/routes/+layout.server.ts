import { mastOf } from './mast-of.ts'
import type { LayoutServerLoad } from './$types.js'

export const load: LayoutServerLoad = async ({ locals }) => ({ mast: await mastOf(locals) })
