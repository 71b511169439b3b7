import { fail } from '@sveltejs/kit'
import { loadDirectory } from '#server/directory/index.ts'
import { type Call, mayAnywhere } from '#server/platform/call.ts'
import { running } from '#server/platform/running.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { sentenceOf } from '#server/refusals.ts'
import {
  codeAsked,
  DEMONSTRATION_PIN,
  isPlaceAtAgent,
  listWaiting,
  type Outcome,
  signingHouse,
  signMany,
  type SignsBy,
  type WaitingLine,
} from '#server/signing/index.ts'
import { attempt, textOf } from './refused.ts'

export const theSigningHouse = () => signingHouse(running().db, running().settings)

/** The fields of a signature, of each form that asks for a PIN under its usual name. */
export const SIGNING_FIELDS: Readonly<Record<string, string>> = { secret: 'mat-khau-ky', oneTimeCode: 'ma-mot-lan' }

/** A PIN as typed: it is not trimmed and never shown again. @throws Refusal `signing.pin-missing`. */
export function pinOf(form: FormData): string {
  const pin = form.get('mat-khau-khoa')
  if (typeof pin !== 'string' || pin.length === 0 || pin.length > 200) throw new Refusal('signing.pin-missing')
  return pin
}

/** What waits, in words for a page. */
export async function waitingLines(call: Call, act: 'sign' | 'seal') {
  const [lines, directory] = await Promise.all([listWaiting(call, act), loadDirectory(call.db)])
  const house = await theSigningHouse()
  const atAgent = new Map<string, boolean>()
  for (const { organisationId } of lines)
    if (!atAgent.has(organisationId)) {
      const place = { by: act === 'seal' ? 'seal' : 'leader', organisationId }
      atAgent.set(organisationId, house.agent !== undefined && (await isPlaceAtAgent(call, house, place)))
    }
  return lines.map((line: WaitingLine) => ({
    ...line,
    isAtAgent: atAgent.get(line.organisationId) ?? false,
    unit: directory.organisation(line.organisationId)?.name ?? '',
    failure: line.lastFailure ? sentenceOf(line.lastFailure, {}) : null,
  }))
}

/** Signs or seals what was chosen in a form with one PIN; each paper has its outcome in words. */
async function signChosen(call: Call, form: FormData) {
  const papers = form
    .getAll('chon')
    .filter((each) => typeof each === 'string')
    .map((each) => each.split(' '))
    .filter((each): each is [string, string] => each.length === 2 && /^[0-9a-f-]{36}$/.test(each[0]!))
    .map(([paperId, key]) => ({ paperId, key }))
  if (papers.length === 0) throw new Refusal('signing.nothing-chosen')
  const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
  const outcomes = await signMany(call, await theSigningHouse(), {
    ...{ papers, secret: pinOf(form) },
    ...(oneTimeCode ? { oneTimeCode } : {}),
  })
  return {
    signed: outcomes.filter((each) => each.done).length,
    failed: outcomes
      .filter((each): each is Outcome & { code: string } => !each.done && each.code !== undefined)
      .map(({ paperId, key, code, facts }) => ({ value: `${paperId} ${key}`, words: sentenceOf(code, facts ?? {}) })),
  }
}

/** The act of a list: when it is refused as a whole, what was chosen stays chosen. */
export async function signList(call: Call, form: FormData) {
  const result = await attempt(form, () => signChosen(call, form))
  if (!('data' in result)) return result
  const chosen = form.getAll('chon').filter((each) => typeof each === 'string')
  return fail(result.status, { ...result.data, chosen })
}

/** The code that one place asks for beside the PIN. */
export const codeAskedFor = async (call: Call, by: SignsBy, organisationId: string) =>
  codeAsked(call, await theSigningHouse(), [{ by, organisationId }])

/** The code that a list asks for: of whoever signs as a leader or head that of leaders. */
export async function codeAskedForList(call: Call, act: 'sign' | 'seal', lines: readonly { organisationId: string }[]) {
  const leads = mayAnywhere(call.actor, 'signing.lead') || mayAnywhere(call.actor, 'signing.head')
  const by: SignsBy = act === 'seal' ? 'seal' : leads ? 'leader' : 'receiver'
  const places = lines.map(({ organisationId }) => ({ by, organisationId }))
  return codeAsked(call, await theSigningHouse(), places)
}

/** The PIN of the demonstration, said beside the field; null where keys are real. */
export const shownPin = async () => ((await theSigningHouse()).isDemonstration ? DEMONSTRATION_PIN : null)
