import { createHash, timingSafeEqual } from 'node:crypto'
import type { Settings } from './settings.ts'

const digest = (text: string) => createHash('sha256').update(text).digest()
const equal = (a: string, b: string) => timingSafeEqual(digest(a), digest(b))

/**
 * Who may read /metrics: with METRICS_TOKEN, its bearer alone, from anywhere. Without it, somebody on this machine who asks the program
 * itself, and only while it stands behind no proxy: neither ORIGIN nor TRUSTED_PROXIES is set and the request was passed on by nobody.
 */
export function opensMetrics(
  { metricsToken, origin, trustedProxies }: Pick<Settings, 'metricsToken' | 'origin' | 'trustedProxies'>,
  headers: Headers,
): boolean {
  if (metricsToken) {
    const given = /^Bearer (\S+)$/.exec(headers.get('authorization') ?? '')?.[1] ?? ''
    return equal(given, metricsToken)
  }
  return origin === undefined && trustedProxies.length === 0 && headers.get('x-dinh-direct') === 'yes'
}
