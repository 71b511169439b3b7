import { redirect, type RequestEvent } from '@sveltejs/kit'
import {
  type ContactCode,
  findContactCode,
  holderOfContact,
  openPapers,
  proveContact,
  sendContactCode,
  takeNewContact,
} from '#server/accounts/index.ts'
import { running } from '#server/platform/running.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { attemptAt, isCodeShown } from '../../field-faults.ts'
import { textOf } from '../../refused.ts'
import { clearCodeCookie, CODE_COOKIE, renewSession, safeNext, setCodeCookie, withNext } from '../../session-cookie.ts'
import type { Actions, PageServerLoad } from './$types.js'

const BACK = { enter: '/dang-ky', contact: '/tai-khoan/lien-he', device: '/xac-nhan-may' }

type Event = Pick<RequestEvent, 'locals' | 'cookies' | 'url'>
const sealing = () => sealingOf(running().settings.dataDir)
const nextOf = (url: URL) => safeNext(url.searchParams.get('tiep'), '')

/** A code of somebody signed in is only for that session's account. */
const isForHere = ({ locals }: Event, code: ContactCode) =>
  code.reason === 'enter' || (locals.signedIn !== undefined && locals.signedIn.session.accountId === code.accountId)

async function waitingCode(event: Event): Promise<ContactCode> {
  const code = await findContactCode(event.locals.call, sealing(), event.cookies.get(CODE_COOKIE))
  if (!code || !isForHere(event, code)) redirect(303, withNext('/dang-ky', nextOf(event.url)))
  return code
}

/** Where a proved contact leads: a name and a password, a new password, or back to what the code was asked for. */
async function onward(event: Event, code: ContactCode): Promise<never> {
  const { locals, cookies, url } = event
  const next = nextOf(url)
  const flow = cookies.get(CODE_COOKIE)
  if (code.reason === 'enter') {
    const { state } = await holderOfContact(locals.call.db, code.contact)
    redirect(303, withNext(state === 'nobody' ? '/dang-ky/ten' : '/quen-mat-khau/moi', next))
  }
  const signedIn = locals.signedIn!
  const call = { ...locals.call, actor: signedIn.actor }
  if (code.reason === 'contact') renewSession(cookies, await takeNewContact(call, signedIn.session, flow))
  else await openPapers(call, signedIn.session, flow)
  clearCodeCookie(cookies)
  redirect(303, code.reason === 'contact' ? '/tai-khoan?da=lien-he' : next || '/giay-to-cua-toi')
}

export const load: PageServerLoad = async (event) => {
  const code = await waitingCode(event)
  if (code.proved && code.reason === 'enter') await onward(event, code)
  const next = nextOf(event.url)
  const { contact, reason, shown } = code
  return { contact: contact.value, kind: contact.kind, reason, shown, next, back: withNext(BACK[reason], next) }
}

export const actions: Actions = {
  ma: async (event) => {
    const form = await event.request.formData()
    await waitingCode(event)
    const at = { 'accounts.wrong-code': 'ma', 'accounts.code-used-up': 'ma' }
    const result = await attemptAt(form, { names: {}, at, again: ['ma'] }, async () => ({
      code: await proveContact(event.locals.call, sealing(), event.cookies.get(CODE_COOKIE), textOf(form, 'ma', 20)),
    }))
    if (!('code' in result)) return result
    const passed = await attemptAt(form, { names: {} }, () => onward(event, result.code))
    return passed
  },
  'gui-lai': async (event) => {
    const form = await event.request.formData()
    const { contact, reason, accountId } = await waitingCode(event)
    const { settings } = running()
    const result = await attemptAt(form, { names: {} }, () => {
      const flow = event.cookies.get(CODE_COOKIE)
      const shown = isCodeShown(settings, contact.kind)
      const command = { contact, reason, flow, shown }
      return sendContactCode(event.locals.call, sealing(), accountId ? { ...command, accountId } : command)
    })
    if (!('flow' in result)) return result
    setCodeCookie(event.cookies, result.flow)
    return { sent: true as const }
  },
}
