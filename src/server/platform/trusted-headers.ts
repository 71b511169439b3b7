import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { BlockList, isIPv6 } from 'node:net'

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/
export const isLoopbackHost = (host: string | undefined) => LOOPBACK.test(host ?? '')

/** Each proxy of a chain may add its own value: the first is the one that the client's own connection had. */
const firstOf = (header: string | string[] | undefined) =>
  String(header ?? '')
    .split(',')[0]!
    .trim()
const isHost = (text: string) => /^([a-z0-9.-]+|\[[0-9a-f:.]+\])(:\d{1,5})?$/i.test(text)

/** An address as a person writes it: IPv4 without the prefix that a socket of both kinds puts before it. */
export const plain = (address: string) => address.replace(/^::ffff:/, '')
const kind = (address: string) => (isIPv6(address) ? 'ipv6' : 'ipv4')

/** Whether an address is one of the proxies in front of the program (TRUSTED_PROXIES). */
export function trusting(proxies: string[]): (address: string) => boolean {
  const list = new BlockList()
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/')
    if (bits) list.addSubnet(address, Number(bits), kind(address))
    else list.addAddress(address, kind(address))
  }
  return (address) => list.check(plain(address), kind(plain(address)))
}

/**
 * Whether a request comes from this machine and nothing in it says that a proxy passed it on. A proxy may keep silent: what is shown to such
 * a request only must also ask that the program stands behind no address of its own (ORIGIN), see `opensMetrics`.
 */
const isDirect = (peer: string, headers: IncomingHttpHeaders) =>
  (peer === '::1' || peer.startsWith('127.')) &&
  isLoopbackHost(headers.host) &&
  !Object.keys(headers).some((name) => /^(x-forwarded-.*|x-real-ip|x-client-ip|forwarded|via)$/.test(name))

/**
 * Puts what the program itself knows of the request in place of what the client claims: forwarded headers count only when they come
 * from a trusted proxy, and then only the last hop that the proxies did not write.
 */
export function setTrustedHeaders(
  request: IncomingMessage,
  origin: string | undefined,
  isTrusted: (address: string) => boolean,
) {
  const { headers } = request
  const peer = plain(request.socket.remoteAddress ?? '127.0.0.1')
  const direct = isDirect(peer, headers)
  const said = isTrusted(peer) ? headers : {}
  const hops = String(said['x-forwarded-for'] ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
  const client = hops.findLast((hop) => !isTrusted(hop)) ?? peer
  const proto = firstOf(said['x-forwarded-proto']).toLowerCase() === 'https' ? 'https' : 'http'
  const forwardedHost = firstOf(said['x-forwarded-host'])
  const host = isHost(forwardedHost) ? forwardedHost : (headers.host ?? 'localhost')
  for (const name of Object.keys(headers))
    if (name.startsWith('x-forwarded-') || name.startsWith('x-dinh-') || name === 'forwarded') delete headers[name]
  const at = origin ? new URL(origin) : undefined
  // Programs send no origin. No cookie is read on their paths, so there is nothing to forge.
  if (isApiPath(request.url)) {
    delete headers.cookie
    headers.origin = at ? at.origin : `${proto}://${host}`
  }
  headers['x-dinh-proto'] = at ? at.protocol.slice(0, -1) : proto
  headers['x-dinh-host'] = at ? at.host : host
  headers['x-dinh-client'] = client
  if (direct) headers['x-dinh-direct'] = 'yes'
}

/** Where programs come, with a bearer token, or (the agent of a USB token) with one in the path as their only key. */
export const isApiPath = (url: string | undefined) => (url ?? '').startsWith('/api/')
