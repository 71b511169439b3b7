import { json } from '@sveltejs/kit'

/** Whether the program answers. */
export const GET = () => json({ status: 'ok' }, { headers: { 'cache-control': 'no-store' } })
