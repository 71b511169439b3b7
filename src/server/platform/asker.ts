import { isIPv6 } from 'node:net'
import type { Call } from './call.ts'

/** The network an address is of, as far as one subscriber holds it: an IPv4 address, or the first 64 bits of an IPv6 address. */
export function networkOf(ip: string): string {
  if (!isIPv6(ip)) return ip
  const [left = '', right] = ip.split('%')[0]!.toLowerCase().split('::')
  const before = left ? left.split(':') : []
  const after = right ? right.split(':') : []
  const middle =
    right === undefined ? [] : Array.from({ length: Math.max(0, 8 - before.length - after.length) }, () => '0')
  return `${[...before, ...middle, ...after].slice(0, 4).join(':')}::/64`
}

/** Under what somebody's use of the house is counted: their account, or their network while nobody knows who they are. */
export const askerOf = ({ actor, origin }: Call): string =>
  actor.kind === 'anonymous' ? `network ${networkOf(origin?.ip ?? '')}` : `account ${actor.id}`
