import { mkdtempSync } from 'node:fs'
import { anonymousActor, type Call, type Db } from '#server/platform/call.ts'
import { sealingOf } from '#server/platform/sealing.ts'
import { takeValues } from '#server/platform/values/index.ts'
import { readContact } from './contact.ts'
import { proveContact, sendContactCode } from './contact-codes.ts'

let made: ReturnType<typeof sealingOf> | undefined
export const testSealing = () => (made ??= sealingOf(mkdtempSync('/tmp/dinh-accounts-')))

export const NOW = new Date('2026-11-24T02:00:00Z')
export const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000)

/** A visitor at an address. */
export const visitorAt = (db: Db, ip = '10.0.0.1', now = NOW): Call => ({
  db,
  actor: anonymousActor,
  now,
  origin: { requestId: 'test', ip },
})

/** A contact asked about and proved by its code; gives the flow of the browser. */
export async function aProvedContact(call: Call, typed: string): Promise<string> {
  const { contact } = takeValues({ contact: readContact(typed) })
  const { flow, code } = await sendContactCode(call, testSealing(), { contact, reason: 'enter', shown: false })
  await proveContact(call, testSealing(), flow, code)
  return flow
}
