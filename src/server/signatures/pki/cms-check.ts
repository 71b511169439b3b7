import { FormatFault } from '../format-fault.ts'
import { algorithmOid, type Weakness, weaknessesOf, digestOfSignature } from './algorithms.ts'
import { verifySignature } from './verify-signature.ts'
import type { Certificate } from './certificate.ts'
import { certificatesOfSigner, CMS, onlyValue, type SignedData, type Signer } from './cms.ts'
import { childrenOf, type Der, isContext, isTag, octetsOf, oidOf, sameBytes, sequenceOf, serialOf, TAG } from './der.ts'
import { type DigestName, digestNamed, digestOf } from './digests.ts'
import { readName, sameName } from './names.ts'

export type SignerProblem =
  | 'digest-mismatch'
  | 'signature-bad'
  | 'algorithm-unsupported'
  | 'certificate-missing'
  | 'certificate-not-the-signed-one'
  | 'attribute-missing'
  | 'attribute-twice'
  | 'content-type-mismatch'
  | 'algorithm-mismatch'
  | 'content-embedded'
  | 'content-missing'

/**
 * What CMS alone tells of a signer. `good`: the content is untouched and the key of `certificate` signed it; trust, time and revocation are
 * still to be asked. `unsupported` is never a yes.
 */
export type SignerCheck = {
  status: 'good' | 'bad' | 'unsupported'
  problems: SignerProblem[]
  certificate: Certificate | undefined
  weaknesses: Weakness[]
  /** Whether the signed attributes name the signing certificate (ESS): PAdES and RFC 3161 want it. */
  namesCertificate: 'no' | 'v1' | 'v2'
}

/**
 * Where the content is. `detached`: a digest of it is made by the caller (streamed); `bytes` only serves signers without signed
 * attributes. `sha1-embedded`: adbe.pkcs7.sha1, whose embedded content is the SHA-1 of the signed ranges. `embedded`: inside.
 */
export type Content =
  | {
      kind: 'detached' | 'sha1-embedded'
      digest: (name: DigestName) => Uint8Array | Promise<Uint8Array>
      bytes?: () => Promise<Uint8Array>
    }
  | { kind: 'embedded' }

type Essence = { version: 'no' | 'v1' | 'v2'; matches: boolean }

/** Compares the signing-certificate attribute (RFC 5035, 2634) with the certificate: its digest, and issuer and serial where given. */
function essenceOf(signer: Signer, certificate: Certificate): Essence {
  const values = [CMS.signingCertificateV2, CMS.signingCertificate].map((oid) => onlyValue(signer.signed, oid))
  const judged = values.flatMap((value, at) => {
    if (!value) return []
    const fields = sequenceOf(sequenceOf(sequenceOf(value)[0])[0])
    const named = at === 0 && isTag(fields[0], TAG.sequence) ? digestNamed(algorithmOid(fields.shift())) : undefined
    const digest = at === 1 ? 'SHA-1' : (named ?? 'SHA-256')
    return [
      sameBytes(octetsOf(fields[0]), digestOf(digest, certificate.der)) && sameIssuerSerial(fields[1], certificate),
    ]
  })
  return { version: values[0] ? 'v2' : values[1] ? 'v1' : 'no', matches: judged.every(Boolean) }
}

function sameIssuerSerial(value: Der | undefined, certificate: Certificate): boolean {
  if (!value) return true
  const [names, serial] = sequenceOf(value)
  const directory = names && childrenOf(names).find((each) => isContext(each, 4))
  if (serialOf(serial) !== certificate.serial) return false
  return !directory || sameName(readName(childrenOf(directory)[0]!), certificate.issuer)
}

function attributeProblems(signer: Signer, contentType: string, digest: Uint8Array): SignerProblem[] {
  const type = onlyValue(signer.signed, CMS.contentType)
  const messageDigest = onlyValue(signer.signed, CMS.messageDigest)
  onlyValue(signer.signed, CMS.signingTime)
  if (!type || !messageDigest) return ['attribute-missing']
  const protection = onlyValue(signer.signed, CMS.algorithmProtection)
  return [
    ...(oidOf(type) === contentType ? [] : ['content-type-mismatch' as const]),
    ...(sameBytes(octetsOf(messageDigest), digest) ? [] : ['digest-mismatch' as const]),
    ...(!protection || algorithmOid(sequenceOf(protection)[0]) === signer.digestOid
      ? []
      : ['algorithm-mismatch' as const]),
  ]
}

async function contentOf(data: SignedData, content: Content, digest: DigestName) {
  const problems: SignerProblem[] = []
  if (content.kind === 'detached') {
    if (data.content) problems.push('content-embedded')
    return { problems, digest: await content.digest(digest), bytes: content.bytes }
  }
  const embedded = data.content
  if (!embedded) return { problems: ['content-missing' as const], digest: new Uint8Array(), bytes: undefined }
  if (content.kind === 'sha1-embedded' && !sameBytes(embedded, await content.digest('SHA-1')))
    problems.push('digest-mismatch')
  return { problems, digest: digestOf(digest, embedded), bytes: async () => embedded }
}

/** The content may be a file of 500 MB: each digest of it is made once, however many certificates are tried. */
function madeOnce(digest: (name: DigestName) => Uint8Array | Promise<Uint8Array>) {
  const made = new Map<DigestName, Promise<Uint8Array>>()
  return (name: DigestName) => {
    if (!made.has(name)) made.set(name, Promise.resolve(digest(name)))
    return made.get(name)!
  }
}

/** Checks one signer of a SignedData; `pool` adds certificates that are not inside. Throws nothing for a hostile file. */
export async function checkSigner(
  data: SignedData,
  signer: Signer,
  content: Content,
  pool: readonly Certificate[] = [],
): Promise<SignerCheck> {
  const once = content.kind === 'embedded' ? content : { ...content, digest: madeOnce(content.digest) }
  const candidates = certificatesOfSigner(signer, [...data.certificates, ...pool]).slice(0, 10)
  let check: SignerCheck = {
    ...{
      status: 'bad',
      problems: ['certificate-missing'],
      certificate: undefined,
      weaknesses: [],
      namesCertificate: 'no',
    },
  }
  for (const certificate of candidates) {
    check = await checkWith(data, signer, once, certificate)
    if (check.status === 'good') break
  }
  return check
}

async function checkWith(
  data: SignedData,
  signer: Signer,
  content: Content,
  certificate: Certificate,
): Promise<SignerCheck> {
  const { digest, algorithm } = signer
  const weaknesses = [
    ...new Set([digest, digestOfSignature(algorithm)].flatMap((each) => weaknessesOf(each, certificate.key))),
  ]
  const answer = (status: SignerCheck['status'], problems: SignerProblem[], version: Essence['version'] = 'no') => ({
    ...{ status, problems, certificate, weaknesses, namesCertificate: version },
  })
  if (!digest) return answer('unsupported', ['algorithm-unsupported'])
  try {
    const found = await contentOf(data, content, digest)
    const problems = [...found.problems]
    let [toCheck, version]: [Uint8Array | undefined, Essence['version']] = [signer.signedBytes, 'no']
    if (signer.signedBytes) {
      problems.push(...attributeProblems(signer, data.contentType, found.digest))
      const essence = essenceOf(signer, certificate)
      version = essence.version
      if (!essence.matches) problems.push('certificate-not-the-signed-one')
      const of = digestOfSignature(algorithm)
      // Ed448 goes with SHAKE256 alone (RFC 8419, 3.1).
      if ((of && of !== digest) || (algorithm.kind === 'ed448' && digest !== 'SHAKE256'))
        problems.push('algorithm-mismatch')
    } else {
      toCheck = await found.bytes?.()
      if (!toCheck) return answer('unsupported', [...problems, 'content-missing'])
      // A signature over attributes must not pass for one over content that looks like them.
      if (toCheck[0] === 0x31 || data.contentType !== CMS.data) problems.push('attribute-missing')
    }
    const value = { spki: certificate.spki, data: toCheck!, signature: signer.signature }
    let judged = await verifySignature({ algorithm, ...value })
    // Some writers name one digest with the algorithm and sign with the other: the key did sign, and what it says of itself is wrong.
    if (judged === 'bad' && problems.includes('algorithm-mismatch') && 'digest' in algorithm)
      judged = await verifySignature({ algorithm: { ...algorithm, digest }, ...value })
    if (judged === 'bad') problems.push('signature-bad')
    if (problems.length > 0) return answer('bad', problems, version)
    return judged === 'good' ? answer('good', [], version) : answer('unsupported', ['algorithm-unsupported'], version)
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    return answer('bad', [error.code === 'cms.attribute-twice' ? 'attribute-twice' : 'attribute-missing'])
  }
}
