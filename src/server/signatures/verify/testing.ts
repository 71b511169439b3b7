import { buildCrl, buildOcspResponse, buildTimestampToken, type Standing, wholeSeconds } from '../pki/answers-build.ts'
import type { SignatureAlgorithm } from '../pki/algorithms.ts'
import { fromHex } from '../pki/der.ts'
import { digestOf } from '../pki/digests.ts'
import { PURPOSE } from '../pki/extensions.ts'
import { writeCertificateId } from '../pki/ocsp.ts'
import { AUTHORITY, aKey, aParty, EC, NOW, type Party } from '../pki/testing.ts'
import { PdfFile } from '../pdf/file.ts'
import { type Reserved, reserve } from '../pdf/form.ts'
import { Dict, dict, name, type PdfObject, Ref, Stream } from '../pdf/objects.ts'
import {
  imprintOf,
  type PdfSigner,
  type SignPdf,
  signPdf,
  stampedContents,
  withDocumentTimestamp,
  withValidationData,
} from '../pdf/sign.ts'
import { bytesSource } from '../pdf/source.ts'
import { Update } from '../pdf/update.ts'
import { ascii, indirectBytes, joined, words } from '../pdf/write.ts'
import { verifyPdf, type VerifyOptions } from './pdf.ts'

export const HOUR = 3_600_000
export const later = (hours: number) => new Date(NOW.getTime() + hours * HOUR)

/** Pages with words, as a file of the table form or of the stream form (with an object stream). */
export function aPaper(texts: readonly string[] = ['Quyet dinh'], form: 'table' | 'stream' = 'table'): Uint8Array {
  const objects: [number, PdfObject][] = [
    [1, dict({ Type: name('Catalog'), Pages: new Ref(2, 0) })],
    [2, dict({ Type: name('Pages'), Kids: texts.map((_, at) => new Ref(10 + at * 2, 0)), Count: texts.length })],
    [3, dict({ Type: name('Font'), Subtype: name('Type1'), BaseFont: name('Helvetica') })],
  ]
  for (const [at, words_] of texts.entries()) {
    const page = { Type: name('Page'), Parent: new Ref(2, 0), MediaBox: [0, 0, 595, 842] }
    const resources = dict({ Font: dict({ F1: new Ref(3, 0) }) })
    objects.push([10 + at * 2, dict({ ...page, Resources: resources, Contents: new Ref(11 + at * 2, 0) })])
    objects.push([11 + at * 2, new Stream(new Dict(), ascii(`BT /F1 18 Tf 60 700 Td (${words_}) Tj ET`))])
  }
  return writeFile(objects, form)
}

/** A file from its objects; in the stream form everything but streams lies in one object stream. */
export function writeFile(objects: readonly (readonly [number, PdfObject])[], form: 'table' | 'stream'): Uint8Array {
  const parts: Uint8Array[] = [ascii('%PDF-1.7\n%\u00e2\u00e3\n')]
  const offsets = new Map<number, number>()
  const size = () => parts.reduce((sum, part) => sum + part.length, 0)
  const put = (num: number, value: PdfObject) => {
    offsets.set(num, size())
    parts.push(indirectBytes(new Ref(num, 0), value))
  }
  const packed = form === 'stream' ? objects.filter(([, value]) => !(value instanceof Stream)) : []
  for (const [num, value] of objects) if (!packed.some(([each]) => each === num)) put(num, value)
  const most = Math.max(...objects.map(([num]) => num)) + 1
  if (form === 'table') {
    const start = size()
    const rows = Array.from({ length: most }, (_, num) =>
      offsets.has(num) ? `${String(offsets.get(num)).padStart(10, '0')} 00000 n\r` : '0000000000 65535 f\r',
    )
    const trailer = dict({ Size: most, Root: new Ref(1, 0) })
    parts.push(ascii(`xref\n0 ${most}\n${rows.join('\n')}\ntrailer\n${words(trailer)}\nstartxref\n${start}\n%%EOF\n`))
    return joined(parts)
  }
  const bodies = packed.map(([, value]) => `${words(value)} `)
  let at = 0
  const head = packed.map(([num], nth) => {
    const pair = `${num} ${at}`
    at += bodies[nth]!.length
    return pair
  })
  const first = ascii(`${head.join(' ')} `)
  const body = joined([first, ascii(bodies.join(''))])
  put(most, new Stream(dict({ Type: name('ObjStm'), N: packed.length, First: first.length }), body))
  const start = size()
  const rows = new Uint8Array((most + 2) * 6)
  const view = new DataView(rows.buffer)
  for (let num = 0; num < most + 2; num += 1) {
    const inside = packed.findIndex(([each]) => each === num)
    const offset = num === most + 1 ? start : offsets.get(num)
    view.setUint8(num * 6, inside >= 0 ? 2 : offset === undefined ? 0 : 1)
    view.setUint32(num * 6 + 1, inside >= 0 ? most : (offset ?? 0))
    view.setUint8(num * 6 + 5, Math.max(inside, 0))
  }
  const entries = { Type: name('XRef'), W: [1, 4, 1], Size: most + 2, Root: new Ref(1, 0) }
  parts.push(indirectBytes(new Ref(most + 1, 0), new Stream(dict(entries), rows)))
  parts.push(ascii(`startxref\n${start}\n%%EOF\n`))
  return joined(parts)
}

/** A revision behind a file. */
export async function revised(pdf: Uint8Array, change: (update: Update) => Promise<unknown> | unknown) {
  const update = new Update(await PdfFile.open(bytesSource(pdf)))
  await change(update)
  return joined([pdf, (await update.bytes()).bytes])
}

export const PLACES: Reserved[] = [
  { name: 'so', kind: 'text', page: 0, rect: [60, 780, 160, 800] },
  { name: 'ngay', kind: 'text', page: 0, rect: [300, 780, 500, 800] },
  { name: 'ky', kind: 'signature', page: 0, rect: [350, 100, 500, 180] },
  { name: 'dau', kind: 'signature', page: 0, rect: [300, 100, 400, 200] },
]
export const aReservedPaper = (texts?: readonly string[], form?: 'table' | 'stream') =>
  revised(aPaper(texts, form), (update) => reserve(update, PLACES))

export type SignWish = Partial<Omit<SignPdf, 'source' | 'signer'>>

/** A province of its own for tests: root, authority, timestamps, answers; signs papers at every level. */
export async function aTrust(algorithm: SignatureAlgorithm = EC) {
  const root = await aParty(await aKey('Gốc'), undefined, AUTHORITY)
  const issuing = await aParty(await aKey('Nơi cấp'), root, AUTHORITY)
  const stamping = await aParty(await aKey('Dấu thời gian'), issuing, {
    extendedKeyUsage: { purposes: [PURPOSE.timeStamping], critical: true },
  })
  const leader = await aParty(await aKey('Nguyễn Văn A', algorithm), issuing)
  const clerk = await aParty(await aKey('UBND xã Liêm Phong', algorithm), issuing)
  const answer = (of: Party, by: Party, standing: Standing, at: Date) =>
    buildOcspResponse(
      {
        answers: [{ id: writeCertificateId(by.certificate, of.certificate.serial), standing }],
        ...{ at, nextUpdate: new Date(at.getTime() + 12 * HOUR), certificates: [] },
      },
      by,
    )
  const good = { status: 'good' } as const
  /** Certificates, answers and lists that a file keeps for a long time. */
  const evidence = async (at = NOW, standings: { leader?: Standing; clerk?: Standing; stamping?: Standing } = {}) => ({
    certificates: [issuing.certificate.der, stamping.certificate.der],
    ocsps: [
      await answer(leader, issuing, standings.leader ?? good, at),
      await answer(clerk, issuing, standings.clerk ?? good, at),
      await answer(stamping, issuing, standings.stamping ?? good, at),
    ],
    crls: [
      await buildCrl(
        {
          ...{ entries: [], number: 1, at, nextUpdate: new Date(at.getTime() + 90 * 24 * HOUR) },
          authorityKeyId: fromHex(root.certificate.subjectKeyId!),
        },
        root,
      ),
    ],
  })
  const stamp = (imprint: Uint8Array, at: Date) =>
    buildTimestampToken(
      {
        ...{ digest: 'SHA-256', imprint, policy: '2.999.1.2', serial: '01', time: wholeSeconds(at) },
        accuracySeconds: 1,
      },
      { ...stamping, chain: [issuing.certificate] },
    )
  const signerOf = (party: Party): PdfSigner => ({
    ...{ certificate: party.certificate, chain: [issuing.certificate], algorithm: party.algorithm },
    ...{ digest: 'SHA-256', sign: party.sign },
  })
  const sign = async (pdf: Uint8Array, party: Party = leader, wish: SignWish = {}) => {
    const source = bytesSource(pdf)
    const { increment } = await signPdf({ source, signer: signerOf(party), field: 'ky', at: NOW, ...wish })
    return joined([pdf, increment])
  }
  const stamped = async (pdf: Uint8Array, field = 'ky', at = NOW) => {
    const source = bytesSource(pdf)
    const token = await stamp(await imprintOf(source, field, 'SHA-256'), at)
    const { at: where, digits } = await stampedContents(source, field, token)
    const whole = new Uint8Array(pdf)
    whole.set(digits, where)
    return whole
  }
  const withData = async (pdf: Uint8Array, field = 'ky', data?: Awaited<ReturnType<typeof evidence>>) =>
    joined([pdf, await withValidationData(bytesSource(pdf), field, data ?? (await evidence()))])
  const archived = async (pdf: Uint8Array, field = 'luu', at = NOW) =>
    joined([
      pdf,
      await withDocumentTimestamp(bytesSource(pdf), { field, digest: 'SHA-256', stamp: (hash) => stamp(hash, at) }),
    ])
  /** Signed with a timestamp and revocation data (B-LT). */
  const longTerm = async (pdf: Uint8Array, wish: SignWish = {}) => {
    const field = wish.field ?? 'ky'
    return withData(await stamped(await sign(pdf, leader, wish), field), field)
  }
  const verify = (pdf: Uint8Array, options: Partial<VerifyOptions> = {}) =>
    verifyPdf(bytesSource(pdf), { anchors: [root.certificate], now: later(1), ...options })
  const parties = { root, issuing, stamping, leader, clerk }
  return { ...parties, answer, evidence, stamp, sign, stamped, withData, archived, longTerm, verify, digestOf }
}
export type Trust = Awaited<ReturnType<typeof aTrust>>
