import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'

/** A remote signing service (Cloud Signature Consortium API v2) with one credential: PIN and one-time code, hashes only. */
export async function cloudSigning(of: { key: string; certificate: Uint8Array; pin: string; code: string }) {
  const state = { isAway: false, signed: 0, asked: [] as string[] }
  const grants = new Map<string, string[]>()
  const server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => {
      const answer = (status: number, body: object) => {
        response.writeHead(status, { 'content-type': 'application/json' })
        response.end(JSON.stringify(body))
      }
      const text = Buffer.concat(parts).toString('utf8')
      const path = request.url ?? ''
      state.asked.push(path)
      if (state.isAway) return answer(503, { error: 'server_error' })
      if (path === '/oauth2/token') {
        const form = new URLSearchParams(text)
        const good = form.get('client_id') === 'dinh' && form.get('client_secret') === 'secret'
        return good
          ? answer(200, { access_token: 'token', token_type: 'Bearer', expires_in: 300 })
          : answer(401, { error: 'invalid_client' })
      }
      if (request.headers.authorization !== 'Bearer token') return answer(401, { error: 'invalid_token' })
      const body = JSON.parse(text) as Record<string, unknown>
      if (path === '/csc/v2/credentials/list') return answer(200, { credentialIDs: ['credential-1'] })
      if (body.credentialID !== 'credential-1')
        return answer(400, { error: 'invalid_request', error_description: 'Invalid parameter credentialID' })
      if (path === '/csc/v2/credentials/info')
        return answer(200, {
          key: { status: 'enabled', algo: ['1.2.840.10045.4.3.2'], len: 256 },
          cert: { status: 'valid', certificates: [Buffer.from(of.certificate).toString('base64')] },
          auth: { mode: 'explicit' },
        })
      if (path === '/csc/v2/credentials/authorize') {
        if (body.PIN !== of.pin) return answer(400, { error: 'invalid_pin', error_description: 'The PIN is invalid' })
        if (body.OTP !== of.code) return answer(400, { error: 'invalid_otp', error_description: 'The OTP is invalid' })
        const grant = createHash('sha256').update(`${grants.size}`).digest('base64')
        grants.set(grant, body.hashes as string[])
        return answer(200, { SAD: grant })
      }
      if (path === '/csc/v2/signatures/signHash') {
        const allowed = grants.get(String(body.SAD))
        const hashes = body.hashes as string[]
        if (!allowed || hashes.some((hash) => !allowed.includes(hash)))
          return answer(400, { error: 'invalid_request', error_description: 'Invalid parameter SAD' })
        grants.delete(String(body.SAD))
        state.signed += hashes.length
        return answer(200, { signatures: hashes.map((hash) => signDigest(of.key, Buffer.from(hash, 'base64'))) })
      }
      answer(404, { error: 'invalid_request' })
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return { address, state, close: () => new Promise<void>((resolve) => void server.close(() => resolve())) }
}

/** ECDSA over a digest that is known already, which Node does not offer: openssl does. */
function signDigest(key: string, digest: Buffer): string {
  const folder = mkdtempSync('/tmp/dinh-cloud-')
  try {
    writeFileSync(`${folder}/key.pem`, key, { mode: 0o600 })
    const made = spawnSync('openssl', ['pkeyutl', '-sign', '-inkey', `${folder}/key.pem`], { input: digest })
    return made.stdout.toString('base64')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
