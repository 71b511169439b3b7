import * as oidc from 'openid-client'
import { createHash, randomBytes } from 'node:crypto'
import { HOUSE_CHAIN, recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { newId } from '#server/platform/ids.ts'
import { networkOf } from '#server/platform/network.ts'
import { giveBack, limitBy } from '#server/platform/rate-limit.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { changeOwnData, findAccount, findAccountByIdentity, insertAccount, setSecondProof } from './queries.ts'
import { findLinked, insertFlow, insertLink, lockIdentity, markConfirmed, takeFlow } from './identity-queries.ts'
import { type Opened, startSession } from './sessions.ts'

/** The provider that vouches for a person, as the national identity service does: OpenID Connect with a name and a 12-digit number. */
export type Provider = { issuer: string; clientId: string; clientSecret: string }

const MINUTES = 10
const SECONDS = 5
let discovered: { key: string; configuration: Promise<oidc.Configuration> } | undefined

function configurationOf(provider: Provider): Promise<oidc.Configuration> {
  const key = `${provider.issuer} ${provider.clientId}`
  if (discovered?.key !== key) {
    const local = new URL(provider.issuer).protocol === 'http:'
    // Without this the signature of a token that came over TLS would be taken on trust.
    const execute = [oidc.enableNonRepudiationChecks, ...(local ? [oidc.allowInsecureRequests] : [])]
    const configuration = oidc.discovery(
      new URL(provider.issuer),
      provider.clientId,
      provider.clientSecret,
      undefined,
      { timeout: SECONDS, execute },
    )
    discovered = { key, configuration }
    configuration.catch(() => {
      discovered = undefined
    })
  }
  return discovered.configuration
}

const stateHash = (state: string) => createHash('sha256').update(state).digest()

/** Begins the sign-in: where the browser goes. State, nonce and PKCE verifier wait ten minutes in the database. */
export async function beginNationalSignIn(
  call: Call,
  provider: Provider,
  redirectUri: string,
  next: string,
): Promise<URL> {
  await limitBy(call, 'national-id.network', networkOf(call.origin?.ip))
  const configuration = await configurationOf(provider).catch(() => {
    throw new Refusal('accounts.provider-away')
  })
  const state = randomBytes(24).toString('base64url')
  const verifier = oidc.randomPKCECodeVerifier()
  const nonce = oidc.randomNonce()
  const expiresAt = new Date(call.now.getTime() + MINUTES * 60_000)
  await insertFlow(call.db, {
    stateHash: stateHash(state),
    facts: { verifier, nonce, redirectUri, next },
    now: call.now,
    expiresAt,
  })
  return oidc.buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirectUri, scope: 'openid profile', state, nonce },
    ...{ code_challenge: await oidc.calculatePKCECodeChallenge(verifier), code_challenge_method: 'S256' },
  })
}

/**
 * Ends the sign-in: exchanges the code (the one wait of a page for the outside, five seconds at most), then opens the account linked to
 * this person, the one that a desk confirmed with the same number, or one made now. Signature, nonce, audience and times of the token are
 * checked.
 */
export async function endNationalSignIn(
  call: Call,
  provider: Provider,
  url: URL,
  device?: string,
): Promise<Opened & { next: string }> {
  const flow = await takeFlow(call.db, stateHash(url.searchParams.get('state') ?? ''), call.now)
  if (!flow) throw new Refusal('accounts.sign-in-expired')
  const claims = await claimsOf(provider, url, flow)
  await giveBack(call.db, 'national-id.network', networkOf(call.origin?.ip))
  const number = String(claims.identity_number ?? claims.cccd ?? '')
  const name = String(claims.name ?? '')
    .normalize('NFC')
    .trim()
  if (!/^\d{12}$/.test(number) || !name) throw new Refusal('accounts.provider-unclear')
  return inTransaction(call, async (within) => {
    const { db, now } = within
    await lockIdentity(db, number)
    const linked = await findLinked(db, provider.issuer, claims.sub)
    const before = linked ?? (await findAccountByIdentity(db, number))?.id
    const id = before ?? newId(now)
    if (!before)
      await insertAccount(db, {
        id,
        kind: 'citizen',
        fullName: name,
        at: now,
        identityPaper: 'can-cuoc',
        identityNumber: number,
        identityLevel: 'national-id',
      })
    if (!linked) await insertLink(db, { issuer: provider.issuer, subject: claims.sub, accountId: id, now })
    await changeOwnData(db, id, { fullName: name, identityPaper: 'can-cuoc', identityNumber: number })
    await markConfirmed(db, id)
    await setSecondProof(db, id, now)
    recordAudit(within, 'accounts.national-id', HOUSE_CHAIN, id)
    const account = (await findAccount(db, id))!
    if (account.disabledAt) throw new Refusal('accounts.closed')
    const session = await startSession(within, account, { device, identityOpen: true })
    return { ...session, next: flow.next }
  })
}

async function claimsOf(provider: Provider, url: URL, flow: { verifier: string; nonce: string; redirectUri: string }) {
  try {
    const here = new URL(flow.redirectUri)
    here.search = url.search
    const tokens = await oidc.authorizationCodeGrant(await configurationOf(provider), here, {
      pkceCodeVerifier: flow.verifier,
      expectedNonce: flow.nonce,
      expectedState: url.searchParams.get('state') ?? '',
      idTokenExpected: true,
    })
    return tokens.claims()!
  } catch (error) {
    throw new Refusal(isAway(error) ? 'accounts.provider-away' : 'accounts.provider-refused')
  }
}

/** No answer in time, or no connection: nothing was said about the person. */
function isAway(error: unknown): boolean {
  const { name, code, message } = error as Error & { code?: string }
  return code === 'OAUTH_TIMEOUT' || name === 'TimeoutError' || (name === 'TypeError' && message === 'fetch failed')
}
