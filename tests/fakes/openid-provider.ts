import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** Whom the provider vouches for: a subject of its own, a name and the 12-digit number. */
export type Person = { subject: string; name: string; identityNumber: string }

/** What goes wrong on purpose. `slow`: connections are taken and never answered; `away`: they are cut. */
export type Knobs = {
  wrongNonce?: boolean
  wrongSignature?: boolean
  wrongAudience?: boolean
  slow?: boolean
  away?: boolean
  expired?: boolean
}

export type FakeProvider = {
  issuer: string
  clientId: string
  clientSecret: string
  /** Who sits before the browser. */
  person: Person
  knobs: Knobs
  /** The codes handed in for a token, each once. */
  exchanged: string[]
  /** Follows an authorisation address as the browser of that person would: the address it is sent back to. */
  follow: (authorize: URL) => Promise<URL>
  close: () => Promise<void>
}

type Waiting = { redirectUri: string; nonce: string; challenge: string; person: Person }

const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url')
const KEY_ID = 'fake-1'

function idToken(claims: Record<string, unknown>, key: KeyObject): string {
  const text = `${base64url({ alg: 'RS256', typ: 'JWT', kid: KEY_ID })}.${base64url(claims)}`
  return `${text}.${sign('sha256', Buffer.from(text), key).toString('base64url')}`
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return new URLSearchParams(text)
}

function isClient(request: IncomingMessage, form: URLSearchParams, id: string, secret: string): boolean {
  const basic = /^Basic (\S+)$/.exec(request.headers.authorization ?? '')?.[1]
  if (!basic) return form.get('client_id') === id && form.get('client_secret') === secret
  const [name = '', password = ''] = Buffer.from(basic, 'base64').toString('utf8').split(':')
  return decodeURIComponent(name) === id && decodeURIComponent(password) === secret
}

/**
 * An OpenID Connect provider as the national identity service would be one: discovery, authorisation code with PKCE S256, tokens signed
 * RS256, JWKS, nonce. It asks no question: whoever comes is `person`.
 */
export async function openFakeProvider(person: Person): Promise<FakeProvider> {
  const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const others = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const waiting = new Map<string, Waiting>()
  const clientId = 'dinh'
  const clientSecret = randomBytes(12).toString('hex')

  const json = (response: ServerResponse, status: number, body: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))

  const authorize = (asked: URLSearchParams, response: ServerResponse) => {
    const redirectUri = asked.get('redirect_uri') ?? ''
    const good =
      asked.get('client_id') === clientId &&
      asked.get('response_type') === 'code' &&
      asked.get('code_challenge_method') === 'S256' &&
      (asked.get('scope') ?? '').split(' ').includes('openid')
    if (!good || !redirectUri) return json(response, 400, { error: 'invalid_request' })
    const code = randomBytes(16).toString('hex')
    const nonce = asked.get('nonce') ?? ''
    waiting.set(code, { redirectUri, nonce, challenge: asked.get('code_challenge') ?? '', person: provider.person })
    const back = new URL(redirectUri)
    back.searchParams.set('code', code)
    back.searchParams.set('state', asked.get('state') ?? '')
    response.writeHead(302, { location: back.href }).end()
  }

  const token = (request: IncomingMessage, form: URLSearchParams, response: ServerResponse) => {
    if (!isClient(request, form, clientId, clientSecret)) return json(response, 401, { error: 'invalid_client' })
    const code = form.get('code') ?? ''
    const flow = waiting.get(code)
    waiting.delete(code)
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (!flow || flow.challenge !== challenge || flow.redirectUri !== form.get('redirect_uri'))
      return json(response, 400, { error: 'invalid_grant' })
    provider.exchanged.push(code)
    const { knobs } = provider
    const seconds = Math.floor(Date.now() / 1000) - (knobs.expired ? 7200 : 0)
    const claims = {
      iss: provider.issuer,
      aud: knobs.wrongAudience ? 'another' : clientId,
      sub: flow.person.subject,
      iat: seconds,
      exp: seconds + 300,
      nonce: knobs.wrongNonce ? 'of another sign-in' : flow.nonce,
      name: flow.person.name,
      identity_number: flow.person.identityNumber,
    }
    json(response, 200, {
      access_token: randomBytes(16).toString('hex'),
      token_type: 'Bearer',
      expires_in: 300,
      id_token: idToken(claims, knobs.wrongSignature ? others.privateKey : keys.privateKey),
    })
  }

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const { slow, away } = provider.knobs
    if (away) return void request.socket.destroy()
    if (slow) return
    const url = new URL(request.url ?? '/', provider.issuer)
    if (url.pathname === '/.well-known/openid-configuration')
      return json(response, 200, {
        issuer: provider.issuer,
        authorization_endpoint: `${provider.issuer}/authorize`,
        token_endpoint: `${provider.issuer}/token`,
        jwks_uri: `${provider.issuer}/jwks`,
        response_types_supported: ['code'],
        subject_types_supported: ['public'],
        id_token_signing_alg_values_supported: ['RS256'],
        code_challenge_methods_supported: ['S256'],
        token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
      })
    if (url.pathname === '/jwks')
      return json(response, 200, {
        keys: [{ ...keys.publicKey.export({ format: 'jwk' }), kid: KEY_ID, alg: 'RS256', use: 'sig' }],
      })
    if (url.pathname === '/authorize') return authorize(url.searchParams, response)
    if (url.pathname === '/token' && request.method === 'POST') return token(request, await formOf(request), response)
    json(response, 404, { error: 'not_found' })
  }

  const server = createServer((request, response) => void answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const provider: FakeProvider = {
    issuer: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ clientId, clientSecret, person, knobs: {}, exchanged: [] },
    follow: async (to) => {
      const answered = await fetch(to, { redirect: 'manual' })
      const location = answered.headers.get('location')
      if (!location) throw new Error(`The provider refused: ${answered.status} ${await answered.text()}`)
      return new URL(location)
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return provider
}
