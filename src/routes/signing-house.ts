import { running } from '#server/platform/running.ts'
import { signingHouse, type SigningHouse } from '#server/signing/index.ts'

let opened: Promise<SigningHouse> | undefined

/** What signing stands on in the program that serves these pages; opened once. */
export function theSigningHouse(): Promise<SigningHouse> {
  const { db, settings } = running()
  opened ??= signingHouse(db, settings).catch((error: unknown) => {
    opened = undefined
    throw error
  })
  return opened
}
