import { own } from '#own-keys'
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

export const PROJECT = fileURLToPath(new URL('../../../', import.meta.url))

/** What a program is told from outside, checked at its start. */
export type Settings = {
  host: string
  port: number
  /** The address people use, e.g. https://dichvucong.hanam.gov.vn; unset: any loopback address. */
  origin: string | undefined
  trustedProxies: string[]
  dataDir: string
  databaseUrl: string | undefined
  /** The same database as its owner, who migrates; unset: the role of `DATABASE_URL` owns the tables and runs on them. */
  migrateDatabaseUrl?: string | undefined
  smtpUrl: string | undefined
  smsUrl: string | undefined
  mailFrom: string
  /** How many days the words of a message are kept after it was queued. */
  messageDays: number
  maxFileBytes: number
  /** Under so much free space for files only desks may upload; under an eighth of it nobody. */
  freeFloorBytes: number
  /** A second place for the anchors of the audit chains. */
  anchorDir: string | undefined
  /** What opens /metrics from elsewhere than this machine. */
  metricsToken: string | undefined
  /** The demonstration province is seeded on the first run, unless `DEMONSTRATION=no`. */
  demonstration: boolean
  /** The demonstration authority runs inside, with keys of this kind, or not at all. */
  demonstrationAuthority: 'ecdsa' | 'rsa' | 'no'
  /** Some dossiers of the demonstration are carried through signing behind the start, unless `DEMONSTRATION_PAPERS=no`. */
  demonstrationPapers: boolean
  /** A timestamp authority outside (RFC 3161); unset: the one inside, where it runs. */
  timestampUrl?: string | undefined
  /** The PKCS#11 library of tokens at this machine. */
  pkcs11Library?: string | undefined
  /** A remote signing service (Cloud Signature Consortium API v2). */
  cloudSigning?: { address: string; clientId: string; clientSecret: string } | undefined
  /** The local agent of USB tokens at the signer's machine (VGCA Sign Service), an address of loopback; unset: not offered. */
  signingAgent?: string | undefined
  /** What the agent is asked to sign: the file (its verbs SignApproved, SignIssued), or the attributes alone (SignJson). */
  signingAgentMode: 'file' | 'attributes'
  /** Where the sealing key lies instead of a file: an address of a key vault (KV version 2), and the file with its token. */
  keyVault?: { address: string; tokenFile: string } | undefined
  /** Hosts of the inner network that certificates may name for OCSP and lists; elsewhere such an address is not asked. */
  internalHosts: string[]
  /** The virus scanner, clamd: `host:port`, or the path of its socket; unset: no scanner. */
  clamd?: string | undefined
  oidc: { issuer: string; clientId: string; clientSecret: string } | undefined
  logLevel: 'debug' | 'info' | 'warn' | 'error'
}

const isUrl = (text: string, ...protocols: string[]) => {
  try {
    return protocols.includes(new URL(text).protocol)
  } catch {
    return false
  }
}

/** A WebSocket address that cannot leave the machine of whoever opens the page. */
const isLoopback = (text: string) =>
  /^wss?:\/\/(127\.0\.0\.1|localhost)(:\d{1,5})?$/.test(text) && isUrl(text, 'ws:', 'wss:')

const LOOPBACK_HOST = /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/

/** Outside, what is said must be sealed: TLS everywhere but to this machine itself and to hosts that PLAIN_HOSTS names. */
function refusePlain(
  addresses: Record<string, string | undefined>,
  plainHosts: string[],
  fault: (words: string) => void,
) {
  for (const [name, address] of Object.entries(addresses)) {
    if (!address || !isUrl(address, 'http:')) continue
    const { hostname } = new URL(address)
    if (!LOOPBACK_HOST.test(hostname) && !plainHosts.includes(hostname))
      fault(
        `${name} speaks to ${hostname} without TLS: use https://, or name the host in PLAIN_HOSTS if its network is closed.`,
      )
  }
}

/** Mail to another machine goes over TLS or not at all: STARTTLS is demanded, unless PLAIN_HOSTS names the host. */
function sealedMail(smtpUrl: string | undefined, plainHosts: string[]): string | undefined {
  if (!smtpUrl || !isUrl(smtpUrl, 'smtp:')) return smtpUrl
  const url = new URL(smtpUrl)
  if (LOOPBACK_HOST.test(url.hostname) || plainHosts.includes(url.hostname)) return smtpUrl
  url.searchParams.set('requireTLS', 'true')
  return url.href
}

/** What must not happen by not saying anything, once people outside this machine can come. */
function refuseOpen(
  host: string,
  origin: string | undefined,
  demonstration: string | undefined,
  fault: (words: string) => void,
) {
  if (!LOOPBACK_HOST.test(host) && !origin)
    fault(
      `HOST is ${host}, so that others can come, and ORIGIN does not say which address they use: set it, such as https://dichvucong.example.vn.`,
    )
  if (!demonstration && (origin || !LOOPBACK_HOST.test(host)))
    fault(
      'Others can come here and DEMONSTRATION is not said: its accounts have public passwords. Set DEMONSTRATION=no, or DEMONSTRATION=yes to show it.',
    )
}

const listOf = (text: string | undefined) =>
  (text ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)

/** Reads the environment. @throws Error with one sentence for each fault. */
export function readSettings(env: NodeJS.ProcessEnv = process.env): Settings {
  const faults: string[] = []
  const fault = (sentence: string) => void faults.push(sentence)
  const set = (name: string) => own(env, name)?.trim() || undefined

  const port = Number(set('PORT') ?? 3000)
  if (!Number.isInteger(port) || port < 0 || port > 65535)
    fault(`PORT is "${env.PORT}" and must be a whole number from 0 to 65535.`)
  const origin = set('ORIGIN')
  if (origin && (!isUrl(origin, 'http:', 'https:') || new URL(origin).origin !== origin))
    fault(`ORIGIN is "${origin}" and must be an address without a path, such as https://dichvucong.example.vn.`)
  const databaseUrl = set('DATABASE_URL')
  const migrateDatabaseUrl = set('MIGRATE_DATABASE_URL')
  // A socket has no host: postgres://name:password@/database?host=%2Frun%2Fpostgresql
  for (const [name, url] of Object.entries({ DATABASE_URL: databaseUrl, MIGRATE_DATABASE_URL: migrateDatabaseUrl }))
    if (url && !isUrl(url.replace('@/', '@localhost/'), 'postgres:', 'postgresql:'))
      fault(`${name} must begin with postgres:// or postgresql://.`)
  if (migrateDatabaseUrl && !databaseUrl)
    fault('MIGRATE_DATABASE_URL names the owner of the database of DATABASE_URL: set that one too.')
  const smtpUrl = set('SMTP_URL')
  if (smtpUrl && !isUrl(smtpUrl, 'smtp:', 'smtps:')) fault('SMTP_URL must begin with smtp:// or smtps://.')
  const smsUrl = set('SMS_URL')
  if (smsUrl && !isUrl(smsUrl, 'http:', 'https:')) fault('SMS_URL must begin with http:// or https://.')
  const trustedProxies = listOf(set('TRUSTED_PROXIES'))
  for (const proxy of trustedProxies)
    if (!/^[0-9a-fA-F.:]+(\/\d{1,3})?$/.test(proxy))
      fault(`TRUSTED_PROXIES holds "${proxy}", which is no IP address or network.`)
  const maxFileMb = Number(set('MAX_FILE_MB') ?? 100)
  if (!(maxFileMb > 0 && maxFileMb <= 2048))
    fault(`MAX_FILE_MB is "${env.MAX_FILE_MB}" and must lie between 1 and 2048.`)
  const freeFloorMb = Number(set('FREE_FLOOR_MB') ?? 512)
  if (!(freeFloorMb >= 0 && freeFloorMb <= 1_048_576))
    fault(`FREE_FLOOR_MB is "${env.FREE_FLOOR_MB}" and must lie between 0 and 1048576.`)
  const messageDays = Number(set('MESSAGE_DAYS') ?? 30)
  if (!(Number.isInteger(messageDays) && messageDays >= 1 && messageDays <= 3650))
    fault(`MESSAGE_DAYS is "${env.MESSAGE_DAYS}" and must be a whole number from 1 to 3650.`)
  const logLevel = set('LOG_LEVEL') ?? 'info'
  if (!['debug', 'info', 'warn', 'error'].includes(logLevel)) fault('LOG_LEVEL must be debug, info, warn or error.')
  const [issuer, clientId, clientSecret] = [set('OIDC_ISSUER'), set('OIDC_CLIENT_ID'), set('OIDC_CLIENT_SECRET')]
  if ((issuer || clientId || clientSecret) && !(issuer && clientId && clientSecret))
    fault('OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET belong together: set all three or none.')
  const timestampUrl = set('TIMESTAMP_URL')
  if (timestampUrl && !isUrl(timestampUrl, 'http:', 'https:'))
    fault('TIMESTAMP_URL must begin with http:// or https://.')
  const [cloud, cloudId, cloudSecret] = [set('CSC_URL'), set('CSC_CLIENT_ID'), set('CSC_CLIENT_SECRET')]
  if ((cloud || cloudId || cloudSecret) && !(cloud && cloudId && cloudSecret && isUrl(cloud, 'http:', 'https:')))
    fault('CSC_URL, CSC_CLIENT_ID and CSC_CLIENT_SECRET belong together: set all three or none.')
  const signingAgent = set('SIGNING_AGENT_URL')
  if (signingAgent && !isLoopback(signingAgent))
    fault('SIGNING_AGENT_URL must be an address of the own machine without a path, such as wss://127.0.0.1:8987.')
  const signingAgentMode = set('SIGNING_AGENT_MODE') ?? 'file'
  if (!['file', 'attributes'].includes(signingAgentMode)) fault('SIGNING_AGENT_MODE must be file or attributes.')
  const host = set('HOST') ?? '127.0.0.1'
  const plainHosts = listOf(set('PLAIN_HOSTS'))
  const [vault, vaultToken] = [set('KEY_VAULT_URL'), set('KEY_VAULT_TOKEN_FILE')]
  if ((vault || vaultToken) && !(vault && vaultToken && isUrl(vault, 'http:', 'https:') && existsSync(vaultToken)))
    fault(
      'KEY_VAULT_URL (https://…/v1/<mount>/data/<path>) and KEY_VAULT_TOKEN_FILE (a file that exists) belong together.',
    )
  refusePlain({ OIDC_ISSUER: issuer, SMS_URL: smsUrl, CSC_URL: cloud, KEY_VAULT_URL: vault }, plainHosts, fault)
  refuseOpen(host, origin, set('DEMONSTRATION'), fault)
  const clamd = set('CLAMD')
  if (clamd && !/^(\/.+|(\[[0-9a-fA-F:.]+\]|[\w.-]+):\d{1,5})$/.test(clamd))
    fault(`CLAMD is "${clamd}" and must be host:port, such as 127.0.0.1:3310, or the path of a socket.`)
  const demonstration = set('DEMONSTRATION') ?? 'yes'
  if (!['yes', 'no'].includes(demonstration)) fault('DEMONSTRATION must be yes or no.')
  const papers = set('DEMONSTRATION_PAPERS') ?? demonstration
  if (!['yes', 'no'].includes(papers)) fault('DEMONSTRATION_PAPERS must be yes or no.')
  const authority = set('DEMONSTRATION_AUTHORITY') ?? (demonstration === 'yes' ? 'ecdsa' : 'no')
  if (!['ecdsa', 'rsa', 'no'].includes(authority)) fault('DEMONSTRATION_AUTHORITY must be ecdsa, rsa or no.')
  if (faults.length > 0) throw new Error(faults.join('\n'))

  const asRoot = process.getuid?.() === 0
  const standard = asRoot ? '/var/lib/dinh' : resolve(PROJECT, 'data')
  return {
    host,
    port,
    origin,
    trustedProxies,
    dataDir: resolve(set('DATA_DIR') ?? standard),
    databaseUrl,
    migrateDatabaseUrl,
    smtpUrl: sealedMail(smtpUrl, plainHosts),
    smsUrl,
    mailFrom: set('MAIL_FROM') ?? 'Đình <khong-tra-loi@dinh.invalid>',
    messageDays,
    maxFileBytes: maxFileMb * 1024 * 1024,
    freeFloorBytes: freeFloorMb * 1024 * 1024,
    anchorDir: set('ANCHOR_DIR'),
    metricsToken: set('METRICS_TOKEN'),
    demonstration: demonstration === 'yes',
    demonstrationPapers: demonstration === 'yes' && papers === 'yes' && authority !== 'no',
    demonstrationAuthority: authority as Settings['demonstrationAuthority'],
    timestampUrl,
    pkcs11Library: set('PKCS11_LIBRARY'),
    cloudSigning:
      cloud && cloudId && cloudSecret
        ? { address: cloud.replace(/\/$/, ''), clientId: cloudId, clientSecret: cloudSecret }
        : undefined,
    signingAgent,
    clamd,
    signingAgentMode: signingAgentMode as Settings['signingAgentMode'],
    keyVault: vault && vaultToken ? { address: vault, tokenFile: vaultToken } : undefined,
    internalHosts: listOf(set('INTERNAL_HOSTS')),
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
    logLevel: logLevel as Settings['logLevel'],
  }
}

/** Whether the web pages have been built. */
export const isBuilt = () => existsSync(resolve(PROJECT, 'build/handler.js'))
