import { json } from '@sveltejs/kit'

/** Whether the program answers at all, whatever it stands on: what decides whether to start it again. */
export const GET = () => json({ status: 'alive' }, { headers: { 'cache-control': 'no-store' } })
