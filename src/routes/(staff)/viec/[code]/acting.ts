import { redirect } from '@sveltejs/kit'
import type { Call } from '#server/platform/call.ts'
import { attempt, type Sent } from '../../../refused.ts'
import { pathOf } from '../../../path-of.ts'

type Event = { request: Request; locals: App.Locals; params: { code: string } }

/** An act of the workbench: refused, its form comes back with every fault at its field; done, the page says what happened. */
export const acting =
  (form: string, fields: Sent['fields'], act: (call: Call, form: FormData) => Promise<unknown>) =>
  async ({ request, locals, params }: Event) => {
    const given = await request.formData()
    const run = async () => {
      await act(locals.call, given)
      return { done: true as const }
    }
    const result = await attempt(given, run, { form, ...(fields ? { fields } : {}) })
    if (!('done' in result)) return result
    redirect(303, pathOf`/viec/${params.code}?da=xong`)
  }
