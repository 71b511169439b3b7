import { redirect } from '@sveltejs/kit'
import { withNext } from './next-page.ts'

/**
 * On a device where no code was given yet a citizen reads no paper and no number of one: first they give the code that is sent to them, then
 * they come `back` to what they asked for. Asked after the right, so that nobody learns by it that a paper exists.
 */
export function requirePapersOpen({ call }: App.Locals, back: string): void {
  if (call.actor.owesIdentityCode) redirect(303, withNext('/xac-nhan-may', back))
}

/** Whether answers hold a number of an identity paper (căn cước, chứng minh nhân dân, passport). */
const holdsNumber = (answers: unknown) => /"(?:\d{9}|\d{12}|[A-Z]\d{7,8})"/.test(JSON.stringify(answers ?? null))

/** The same for typed answers that come back into their boxes: what this very session began is open to it. */
export function requireNumbersOpen(locals: App.Locals, back: string, begun: Date, answers: unknown): void {
  if (!locals.signedIn || begun >= locals.signedIn.session.createdAt) return
  if (holdsNumber(answers)) requirePapersOpen(locals, back)
}
