import { lookup } from 'node:dns'
import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Addresses of this machine and of inner networks (RFC 6890): nobody outside has a business there. */
const INNER = new BlockList()
for (const [net, bits] of [
  ...[
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
    ['169.254.0.0', 16],
  ],
  ...[
    ['172.16.0.0', 12],
    ['192.0.0.0', 24],
    ['192.168.0.0', 16],
    ['198.18.0.0', 15],
    ['224.0.0.0', 3],
  ],
] as [string, number][])
  INNER.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  ...[
    ['::', 127],
    ['64:ff9b::', 96],
    ['fc00::', 7],
    ['fe80::', 10],
    ['ff00::', 8],
  ],
] as [string, number][])
  INNER.addSubnet(net, bits, 'ipv6')

/** Whether an IP address belongs to this machine or an inner network; IPv4 written as IPv6 counts as what it is. */
export function isInner(address: string): boolean {
  const plain = address.replace(/^\[|\]$/g, '')
  const kind = isIP(plain)
  return kind === 0 || INNER.check(plain, kind === 6 ? 'ipv6' : 'ipv4')
}

/** Looks a name up and lets nothing inner through; what is connected to is what was looked at. */
const outerOnly: LookupFunction = (host, options, done) =>
  lookup(host, { ...options, all: true }, (error, found) => {
    if (error) return done(error, '')
    const inner = found.find((each) => isInner(each.address))
    if (inner) return done(new Error(`${host} is an inner address`), '')
    if (options.all) return done(null, found)
    return done(null, found[0]!.address, found[0]!.family)
  })

export type Asked = {
  address: string
  /** Type and bytes of a POST; a GET without. */
  type?: string
  body?: Uint8Array
  mostBytes: number
  patienceMs: number
  /** Whether the address was set by whoever runs the house: then it may be an inner one. */
  isSet: boolean
}
export type OutsideFault = 'address' | 'silent' | 'long' | number

/** Why an address outside gave nothing: not one to be asked, no answer in time, too long, or its status. */
export class OutsideError extends Error {
  readonly fault: OutsideFault
  constructor(fault: OutsideFault, options?: ErrorOptions) {
    super(`outside: ${fault}`, options)
    this.fault = fault
  }
}

/** Asks an address outside by HTTP: no redirect, bounded in time and bytes while they come, inner addresses only where they were set. */
export function askOutside({ address, type, body, mostBytes, patienceMs, isSet }: Asked): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const fail = (fault: OutsideFault, cause?: unknown) => reject(new OutsideError(fault, { cause }))
    const url = URL.canParse(address) ? new URL(address) : undefined
    if (!url || !['http:', 'https:'].includes(url.protocol)) return fail('address')
    const literal = isIP(url.hostname.replace(/^\[|\]$/g, '')) > 0
    if (!isSet && literal && isInner(url.hostname)) return fail('address')
    const options: RequestOptions = {
      method: body ? 'POST' : 'GET',
      signal: AbortSignal.timeout(patienceMs),
      agent: false,
      headers: body ? { 'content-type': type, 'content-length': body.length } : {},
      ...(isSet ? {} : { lookup: outerOnly }),
    }
    const request = (url.protocol === 'https:' ? httpsRequest : httpRequest)(url, options, (answer) => {
      const chunks: Buffer[] = []
      let length = 0
      answer.on('error', (error) => fail('silent', error))
      if (answer.statusCode !== 200) {
        request.destroy()
        return fail(answer.statusCode ?? 0)
      }
      answer.on('data', (chunk: Buffer) => {
        length += chunk.length
        if (length > mostBytes) {
          fail('long')
          request.destroy()
        } else chunks.push(chunk)
      })
      answer.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))))
    })
    request.on('error', (error) => fail(/inner address/.test(error.message) ? 'address' : 'silent', error))
    request.end(body)
  })
}
