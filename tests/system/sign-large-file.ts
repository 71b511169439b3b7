import { open } from 'node:fs/promises'
import { openAuthority, issueCertificate } from '#server/certificates/index.ts'
import { PdfFile, rawSignatureOfPkcs8, signPdf, verifyPdf } from '#server/signatures/index.ts'
import { fileSource, nodeHash } from '#server/signing/paper-file.ts'

/** Signs a PDF of more than 500 MB in a process of its own and says how much memory that took. Run by large-and-many.test.ts. */
const folder = process.argv[2]!
const now = new Date('2026-11-24T02:00:00Z')
const path = `${folder}/large.pdf`
const file = await open(path, 'w')
let at = 0
const offsets: number[] = []
const put = async (bytes: string | Uint8Array) => {
  const chunk = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes
  await file.write(chunk)
  at += chunk.length
}
const object = async (num: number, words: string) => {
  offsets[num] = at
  await put(`${num} 0 obj\n${words}\nendobj\n`)
}
await put('%PDF-1.7\n')
await object(1, '<< /Type /Catalog /Pages 2 0 R >>')
await object(2, '<< /Type /Pages /Kids [3 0 R] /Count 1 >>')
await object(3, '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>')
const [scans, each] = [101, 5 * 1024 * 1024]
const noise = new Uint8Array(each).fill(0xa5)
for (let nth = 0; nth < scans; nth += 1) {
  offsets[4 + nth] = at
  await put(`${4 + nth} 0 obj\n<< /Length ${each} >>\nstream\n`)
  await put(noise)
  await put('\nendstream\nendobj\n')
}
const start = at
const rows = offsets.slice(1).map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`)
await put(`xref\n0 ${offsets.length}\n0000000000 65535 f \n${rows.join('')}`)
await put(`trailer\n<< /Size ${offsets.length} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`)
await file.close()

const authority = await openAuthority({ dataDir: folder, address: 'http://localhost:3000', at: now })
const { subtle } = globalThis.crypto
const pair = (await subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, [
  'sign',
  'verify',
])) as CryptoKeyPair
const certificate = await issueCertificate(authority, {
  profile: { kind: 'person', name: 'Nguyễn Thanh Oanh', organisation: 'Ủy ban nhân dân xã Liêm Phong' },
  spki: new Uint8Array(await subtle.exportKey('spki', pair.publicKey)),
  notBefore: new Date(now.getTime() - 86_400_000),
  notAfter: new Date(now.getTime() + 86_400_000 * 365),
})
const algorithm = { kind: 'ecdsa', digest: 'SHA-256' } as const
const pkcs8 = new Uint8Array(await subtle.exportKey('pkcs8', pair.privateKey))
const sign = await rawSignatureOfPkcs8(pkcs8, algorithm)
const { issuing, root } = authority.keys
let peak = 0
const watch = setInterval(() => void (peak = Math.max(peak, process.memoryUsage().rss)), 20)
const source = await fileSource(path)
const signer = {
  certificate,
  chain: [issuing.certificate, root.certificate],
  algorithm,
  digest: 'SHA-256' as const,
  sign,
}
const { increment } = await signPdf({ source, signer, field: 'chu-ky', at: now, newHash: nodeHash })
peak = Math.max(peak, process.memoryUsage().rss)
clearInterval(watch)
await source.close()
const more = await open(path, 'a')
await more.write(increment)
await more.close()
const signed = await fileSource(path)
await PdfFile.open(signed)
const report = await verifyPdf(signed, { anchors: [root.certificate], now })
process.stdout.write(JSON.stringify({ size: signed.size, peak, verdictCode: report.signatures[0]?.code }))
await signed.close()
