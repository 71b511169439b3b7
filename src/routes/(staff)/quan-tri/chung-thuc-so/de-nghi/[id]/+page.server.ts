import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import {
  certificatesOfFile,
  completeRequest,
  decideRequest,
  keyOfSigningRequest,
  type Outcome,
  theAuthority,
  viewRequest,
  withdrawRequest,
} from '#server/certificates/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { running } from '#server/platform/running.ts'
import { FormatFault } from '#server/signatures/index.ts'
import { requestState } from '../../../../../certificate-words.ts'
import { attempt, countOf, textOf } from '../../../../../refused.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { type Wishes } from '../../../../../wanted.ts'

const DONE: Record<string, string> = {
  duyet: 'Đã ghi ý kiến.',
  rut: 'Đã rút đề nghị.',
  'ket-qua': 'Đã ghi kết quả.',
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = await viewRequest(locals.call, params.id)
  return {
    ...view,
    shown: requestState({ state: view.request.state, next: view.next }),
    wantsFile: ['issue', 'renew', 'change'].includes(view.request.kind),
    demonstration: (await theAuthority(running().settings, locals.call.now)) !== undefined,
    done: own(DONE, url.searchParams.get('xong') ?? '') ?? null,
  }
}

/** What a form must have: a refusal its reason. */
const wantsOf = (form: FormData): Wishes =>
  textOf(form, 'y-kien', 10) === 'refuse' ? { 'ghi-chu': 'Ghi lý do, để người đề nghị biết.' } : {}

type Event = { request: Request; locals: App.Locals; params: { id: string } }
type Taken = { requestId: string; revision: number }
const act =
  (done: string, run: (call: Call, taken: Taken, form: FormData) => Promise<unknown>) =>
  async ({ request, locals, params }: Event) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      async () => {
        await run(locals.call, { requestId: params.id, revision: countOf(form, 'lan') }, form)
        return { done: true as const }
      },
      { wants: wantsOf(form) },
    )
    if (!('done' in result)) return fail(result.status, { ...result.data, act: done })
    redirect(303, pathOf`/quan-tri/chung-thuc-so/de-nghi/${params.id}?xong=${done}`)
  }

const octetsOf = async (form: FormData, name: string) => {
  const file = form.get(name)
  return file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
}

/** What was sent with the result: the certificate that came back, or a signing request for the demonstration authority. */
async function outcomeOf(call: Call, form: FormData): Promise<Outcome | undefined> {
  const [certificateFile, requestFile] = [await octetsOf(form, 'chung-thu'), await octetsOf(form, 'yeu-cau')]
  const password = form.get('mat-khau')
  if (certificateFile) {
    const found = await certificatesOfFile(certificateFile, typeof password === 'string' ? password : '')
    const certificate = found.find((each) => !each.isCa)
    if (!certificate) throw new Refusal('certificates.is-authority')
    return { by: 'external', certificate, tokenSerial: textOf(form, 'thiet-bi', 100) || null }
  }
  if (!requestFile) return undefined
  const authority = await theAuthority(running().settings, call.now)
  if (!authority) throw new Refusal('certificates.authority-off')
  try {
    return { by: 'demonstration', authority, publicKeySpki: await keyOfSigningRequest(requestFile) }
  } catch (error) {
    if (error instanceof FormatFault) throw new Refusal('certificates.request-unreadable')
    throw error
  }
}

export const actions: Actions = {
  duyet: act('duyet', (call, taken, form) =>
    decideRequest(call, {
      ...{ ...taken, outcome: textOf(form, 'y-kien', 10) === 'refuse' ? 'refuse' : 'approve' },
      note: textOf(form, 'ghi-chu', 500),
    }),
  ),
  rut: act('rut', (call, taken) => withdrawRequest(call, taken)),
  'ket-qua': act('ket-qua', async (call, taken, form) =>
    completeRequest(call, { ...taken, note: textOf(form, 'ghi-chu', 500), outcome: await outcomeOf(call, form) }),
  ),
  'tu-choi': act('duyet', (call, taken, form) =>
    decideRequest(call, { ...taken, outcome: 'refuse', note: textOf(form, 'ghi-chu', 500) }),
  ),
}
