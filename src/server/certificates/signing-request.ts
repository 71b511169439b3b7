import { der, FormatFault, pemBlocks, signatureAlgorithmOf, verifySignature } from '#server/signatures/index.ts'

/**
 * The public key of a certificate signing request (PKCS#10, RFC 2986), PEM or DER, as tokens and openssl write it. Its own signature is
 * checked, so that whoever asks has the private half. @throws FormatFault.
 */
export async function keyOfSigningRequest(bytes: Uint8Array): Promise<Uint8Array> {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, 64 * 1024))
  const [fromPem] = ['CERTIFICATE REQUEST', 'NEW CERTIFICATE REQUEST'].flatMap((label) => pemBlocks(text, label))
  const whole = fromPem ?? (bytes[0] === 0x30 ? bytes : undefined)
  if (!whole) throw new FormatFault('signing-request.none')
  const [info, algorithm, signature] = der.sequenceOf(der.readDer(whole, { largest: 64 * 1024 }))
  const spki = der.sequenceOf(info)[2]
  if (!info || !spki) throw new FormatFault('signing-request.damaged')
  const proof = { algorithm: signatureAlgorithmOf(algorithm), signature: der.bitsOf(signature) }
  const answer = await verifySignature({ ...proof, data: info.bytes, spki: spki.bytes })
  if (answer !== 'good') throw new FormatFault('signing-request.not-proven')
  return spki.bytes
}
