import { isIPv4, isIPv6 } from 'node:net'

/** The eight groups of an IPv6 address, `::` filled up. */
function groupsOf(address: string): string[] {
  const [head = '', tail] = address.split('::')
  const first = head ? head.split(':') : []
  const last = tail ? tail.split(':') : []
  const missing = tail === undefined ? 0 : 8 - first.length - last.length
  return [...first, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...last]
}

/**
 * The network an address counts as: an IPv4 address alone (/32), an IPv6 address with its /64, which one household or one attacker holds
 * whole. An IPv4 address written as IPv6 is that IPv4 address.
 */
export function networkOf(address: string | undefined): string {
  const text = (address ?? '').trim().toLowerCase().replace(/%.*$/, '')
  if (isIPv4(text)) return text
  if (!isIPv6(text)) return 'unknown'
  const mapped = /^(?:0*:)*:?(?:0*:)*ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (mapped && isIPv4(mapped[1]!)) return mapped[1]!
  const groups = groupsOf(new URL(`http://[${text}]/`).hostname.slice(1, -1)).map((each) => Number.parseInt(each, 16))
  if (groups.slice(0, 5).every((each) => each === 0) && groups[5] === 0xffff)
    return [groups[6]! >> 8, groups[6]! & 255, groups[7]! >> 8, groups[7]! & 255].join('.')
  return `${groups
    .slice(0, 4)
    .map((each) => each.toString(16))
    .join(':')}::/64`
}
