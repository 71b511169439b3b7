import { createHash, randomBytes } from 'node:crypto'
import type { Call } from '#server/platform/call.ts'
import { networkOf } from '#server/platform/network.ts'
import { findDevice, isKnownNetwork } from './place-queries.ts'

/** How a device is kept; undefined for what is no token of one. */
export const hashOfDevice = (device: string | undefined): Buffer | undefined =>
  device && /^[\w-]{43}$/.test(device) ? createHash('sha256').update(`device ${device}`).digest() : undefined

/** The device of a browser as its cookie holds it; a new one for a browser that has none. */
export function deviceOf(given: string | undefined): { device: string; deviceHash: Buffer } {
  const device = given && hashOfDevice(given) ? given : randomBytes(32).toString('base64url')
  return { device, deviceHash: hashOfDevice(device)! }
}

/** From where somebody tries to get into an account: `key` is what their tries are counted under. */
export type Place = { key: string; network: string; familiar: boolean; codeAt: Date | null }

/**
 * A device on which the account was used counts for itself, so that nobody elsewhere holds it up; everything else counts by network.
 * `familiar`: device or network was the account's own before.
 */
export async function placeOf(
  { db, now, origin }: Call,
  accountId: string | undefined,
  deviceHash: Buffer | null | undefined,
): Promise<Place> {
  const network = networkOf(origin?.ip)
  const known = accountId && deviceHash ? await findDevice(db, accountId, deviceHash, now) : undefined
  const near = accountId ? await isKnownNetwork(db, accountId, network, now) : false
  return {
    key: known && deviceHash ? `device ${deviceHash.toString('hex')}` : `network ${network}`,
    network,
    familiar: known !== undefined || near,
    codeAt: known?.codeAt ?? null,
  }
}
