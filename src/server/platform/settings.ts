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
  // A socket has no host: postgres://name:password@/database?host=%2Frun%2Fpostgresql
  if (databaseUrl && !isUrl(databaseUrl.replace('@/', '@localhost/'), 'postgres:', 'postgresql:'))
    fault('DATABASE_URL must begin with postgres:// or postgresql://.')
  const smtpUrl = set('SMTP_URL')
  if (smtpUrl && !isUrl(smtpUrl, 'smtp:', 'smtps:')) fault('SMTP_URL must begin with smtp:// or smtps://.')
  const smsUrl = set('SMS_URL')
  if (smsUrl && !isUrl(smsUrl, 'http:', 'https:')) fault('SMS_URL must begin with http:// or https://.')
  const trustedProxies = (set('TRUSTED_PROXIES') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean)
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
    host: set('HOST') ?? '127.0.0.1',
    port,
    origin,
    trustedProxies,
    dataDir: resolve(set('DATA_DIR') ?? standard),
    databaseUrl,
    smtpUrl,
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
    signingAgentMode: signingAgentMode as Settings['signingAgentMode'],
    oidc: issuer && clientId && clientSecret ? { issuer, clientId, clientSecret } : undefined,
    logLevel: logLevel as Settings['logLevel'],
  }
}

/** Whether the web pages have been built. */
export const isBuilt = () => existsSync(resolve(PROJECT, 'build/handler.js'))
