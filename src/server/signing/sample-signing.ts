import { type Authority, issueCertificate, type Profile, type Register } from '#server/certificates/index.ts'
import type { Paper, Signs } from '#server/papers/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import {
  bytesSource,
  parseCertificate,
  type PdfSigner,
  rawSignatureOfPkcs8,
  signPdf,
  type Source,
} from '#server/signatures/index.ts'
import { completedFile } from './completed-file.ts'
import { newKeyPair } from './keys/keep-software-key.ts'
import { numberFills } from './numbering.ts'
import { algorithmOf } from './open-signer.ts'
import { nodeHash } from './paper-file.ts'
import { drawInitials, drawSeal, drawSignature } from './pictures/pictures.ts'
import { placesFor, withPlaces } from './places.ts'
import { validationOfAuthority } from './validation.ts'

const DAY = 86_400_000

export type SampleToSign = {
  pdf: Uint8Array
  places: Paper['places']
  signs: readonly Signs[]
  title: string
  data: Record<string, unknown>
  /** Whose paper it is, who signs it, and as what. */
  issuer: string
  signer: { name: string; title?: string }
  /** Who has initialled it before (ký nháy); the signer where nobody is named. */
  initials?: { name: string; title?: string }
  /** Number and symbol, given with the seal; of a certification the volume of its book. */
  notation: string
  book?: string
}

/**
 * Signs samples of papers (mẫu thử) with the demonstration authority alone: no database, no program. Certificates are made for the
 * names that the samples bear, their keys are forgotten with the process, and every signature gets timestamp and revocation data at once.
 */
export function sampleSigning(authority: Authority, now: () => Date = () => new Date()) {
  const issued = new Set<string>()
  const register: Register = {
    standingOf: async (serial) => (issued.has(serial) ? { status: 'good' } : { status: 'unknown' }),
    listRevoked: async () => [],
  }
  const validation = validationOfAuthority(authority, register, now)
  const made = new Map<string, Promise<PdfSigner>>()

  async function makeSigner(profile: Profile): Promise<PdfSigner> {
    const { root, issuing } = authority.keys
    const { pkcs8, spki } = await newKeyPair(issuing.algorithm.kind === 'ecdsa' ? 'ecdsa' : 'rsa')
    const notBefore = new Date(now().getTime() - DAY)
    const { der } = await issueCertificate(authority, {
      ...{ profile, spki, notBefore, notAfter: new Date(notBefore.getTime() + 3 * 365 * DAY) },
    })
    const certificate = parseCertificate(der)
    issued.add(certificate.serial)
    const algorithm = algorithmOf(certificate)
    return {
      ...{ certificate, algorithm, digest: algorithm.digest, chain: [issuing.certificate, root.certificate] },
      sign: await rawSignatureOfPkcs8(pkcs8, algorithm),
    }
  }
  function signerFor(profile: Profile): Promise<PdfSigner> {
    const key = JSON.stringify(profile)
    const before = made.get(key)
    if (before) return before
    const making = makeSigner(profile)
    made.set(key, making)
    return making
  }

  /** Signs in every place that the law wants signed electronically, the seal last; a sample without one comes back as it is. */
  return async function signSample(sample: SampleToSign): Promise<{ pdf: Uint8Array; signed: Signs['by'][] }> {
    const places = placesFor(sample.signs, sample.places)
    const order = [...places.signs].sort((a, b) => Number(a.by === 'seal') - Number(b.by === 'seal'))
    if (order.length === 0) return { pdf: sample.pdf, signed: [] }
    let source: Source = await withPlaces(bytesSource(sample.pdf), places)
    for (const [index, { key, by }] of order.entries()) {
      const place = places.reserved.find((each) => each.name === key)
      if (!place) throw new Error(`no place ${key} is marked`)
      const { issuer: organisation } = sample
      const person = (by === 'initials' && sample.initials) || sample.signer
      const isSeal = by === 'seal'
      const at = now()
      const { increment } = await signPdf({
        ...{ source, field: key, place, at, newHash: nodeHash, reason: sample.title },
        signer: await signerFor(
          isSeal ? { kind: 'organisation', name: organisation } : { kind: 'person', ...person, organisation },
        ),
        picture: await (isSeal
          ? drawSeal(organisation, at)
          : (by === 'initials' ? drawInitials : drawSignature)(person.name, place.rect, at)),
        ...(index === 0 ? { certify: 2 as const } : {}),
        ...(isSeal ? { lock: true } : {}),
        ...(isSeal ? { fills: await fillsOf(sample, places, at) } : {}),
      })
      const whole = await bytesOf(source, increment)
      source = (await completedFile(bytesSource(whole), key, validation)).file
    }
    return { pdf: new Uint8Array(await source.read(0, source.size)), signed: order.map((each) => each.by) }
  }
}

function fillsOf(sample: SampleToSign, places: ReturnType<typeof placesFor>, at: Date) {
  const { notation, book = null } = sample
  return numberFills(sample, places, { shown: '01', notation, besideBook: book, numberedOn: vietnamDate(at) }, at)
}

async function bytesOf(source: Source, increment: Uint8Array): Promise<Uint8Array> {
  const whole = new Uint8Array(source.size + increment.length)
  whole.set(await source.read(0, source.size))
  whole.set(increment, source.size)
  return whole
}
