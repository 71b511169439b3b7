import { Refusal } from '#server/platform/refusal.ts'
import {
  der,
  digestOf,
  type RawSignature,
  type SignatureAlgorithm,
  signatureIdentifier,
} from '#server/signatures/index.ts'
import type { CloudService, OpenSigner, SigningHouse, SigningKey } from '../schema.ts'

const DIGEST_OIDS: Record<string, string> = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
}
const PATIENCE = 5000

type Json = Record<string, unknown>
const away = () => new Refusal('signing.service-away')

async function post(address: string, headers: Record<string, string>, body: string): Promise<Json> {
  let answer: Response
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    answer = await fetch(address, { method: 'POST', headers, body, signal, redirect: 'error' })
  } catch {
    throw away()
  }
  const text = (await answer.text()).slice(0, 200_000)
  let json: Json
  try {
    json = JSON.parse(text) as Json
  } catch {
    throw away()
  }
  if (answer.ok) return json
  if (answer.status >= 500) throw away()
  // The standard's codes (CSC API 2.0, 10.1): a wrong PIN or one-time code is said in the description of invalid_request.
  const said = `${String(json.error ?? '')} ${String(json.error_description ?? '')}`
  if (/\b(PIN|OTP|invalid_pin|invalid_otp)\b/i.test(said)) throw new Refusal('signing.service-wrong-pin')
  throw new Refusal('signing.service-refused', { said: said.trim().slice(0, 200) })
}

/** A client of a remote signing service by the Cloud Signature Consortium API v2, with a token of the client-credentials flow. */
export async function openCloud(service: CloudService) {
  const token = await post(
    `${service.address}/oauth2/token`,
    { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
    new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: service.clientId,
      client_secret: service.clientSecret,
      scope: 'service',
    }).toString(),
  )
  const headers = {
    authorization: `Bearer ${String(token.access_token)}`,
    'content-type': 'application/json',
    accept: 'application/json',
  }
  const ask = (method: string, body: Json) => post(`${service.address}/csc/v2/${method}`, headers, JSON.stringify(body))
  return {
    list: async (userId?: string) =>
      (await ask('credentials/list', userId ? { userID: userId } : {})).credentialIDs as string[],
    info: (credentialId: string) =>
      ask('credentials/info', { credentialID: credentialId, certificates: 'chain', certInfo: true, authInfo: true }),
    authorize: async (credentialId: string, hashes: string[], algorithm: string, secret: Json) =>
      String(
        (
          await ask('credentials/authorize', {
            ...{ credentialID: credentialId, numSignatures: hashes.length, hashes, hashAlgorithmOID: algorithm },
            ...secret,
          })
        ).SAD,
      ),
    signHash: async (body: Json) => (await ask('signatures/signHash', body)).signatures as string[],
  }
}

/** Opens a key that a remote service holds: only hashes go there, each authorised by PIN and one-time code for itself. */
export async function openCloudKey(
  house: SigningHouse,
  key: SigningKey,
  wish: OpenSigner,
  algorithm: SignatureAlgorithm,
): Promise<{ sign: RawSignature; close: () => Promise<void> }> {
  if (!house.cloud || !('digest' in algorithm)) throw away()
  const cloud = await openCloud(house.cloud)
  const credentialId = String(key.facts.credentialId)
  const digestOid = DIGEST_OIDS[algorithm.digest]
  if (!digestOid) throw new Refusal('signing.algorithm-not-allowed')
  const [name, parameters] = der.sequenceOf(der.readDer(signatureIdentifier(algorithm)))
  const wanted = {
    signAlgo: der.oidOf(name),
    ...(algorithm.kind === 'rsa-pss' && parameters
      ? { signAlgoParams: Buffer.from(parameters.bytes).toString('base64') }
      : {}),
  }
  const secret = { PIN: wish.secret, ...(wish.code.text ? { OTP: wish.code.text } : {}) }
  const sign: RawSignature = async (toBeSigned) => {
    const hash = Buffer.from(digestOf(algorithm.digest, toBeSigned)).toString('base64')
    const authorisation = await cloud.authorize(credentialId, [hash], digestOid, secret)
    const signatures = await cloud.signHash({
      ...{ credentialID: credentialId, SAD: authorisation, hashes: [hash], hashAlgorithmOID: digestOid },
      ...wanted,
    })
    if (!signatures?.[0]) throw away()
    return new Uint8Array(Buffer.from(signatures[0], 'base64'))
  }
  return { sign, close: async () => {} }
}
