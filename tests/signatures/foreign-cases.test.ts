import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { PROJECT } from '#server/platform/settings.ts'
import { bytesSource, PdfFile, readCertificates, resolutionOf, signPdf, verifyPdf } from '#server/signatures/index.ts'
import { joined } from '#server/signatures/pdf/write.ts'
import { aTrust } from '#server/signatures/verify/testing.ts'

/** Synthetic files of ../shared/cases/papers, with what independent judges say of them in docs/signatures/verdicts.md. */
const FOLDER = `${PROJECT}tests/signatures/cases/`
const now = new Date('2026-12-02T03:00:00Z')
const bytesOf = (file: string) => new Uint8Array(readFileSync(FOLDER + file))
const reportOf = async (bytes: Uint8Array) =>
  verifyPdf(bytesSource(bytes), { anchors: await readCertificates(bytesOf('ca.pem')), now })

test('a page emptied by a generation number behind a signature is INVALID, by reference and by table', async () => {
  for (const file of ['gen-ref.pdf', 'gen-xref.pdf']) {
    const { verdict, signatures } = await reportOf(bytesOf(file))
    assert.equal(verdict, 'INVALID', file)
    assert.match(signatures[0]!.later.join(' '), /nội dung trang 1/, file)
  }
})

test('a file that needs itself to be read ends with a fault, and is answered', { timeout: 20_000 }, async () => {
  const bytes = bytesOf('self-length.pdf')
  assert.equal((await reportOf(bytes)).verdict, 'UNKNOWN')
  await assert.rejects(PdfFile.open(bytesSource(bytes)).then(resolutionOf))
})

test('pages that stand in the catalogue itself are read, as a scanner writes them', async () => {
  for (const file of ['pages-direct-in-catalog.pdf', 'control-good.pdf']) {
    const { fault, pages } = await reportOf(bytesOf(file))
    assert.deepEqual([fault, (pages ?? 0) > 0], [null, true], file)
  }
})

test('a signature that another program made loses nothing by ours, on LibreOffice pages and on cross-reference streams', async () => {
  const trust = await aTrust()
  for (const file of ['b-lo.pdf', 'lo-py.pdf', 'lo-i5.pdf', 'objstm-py.pdf', 'pages-direct-in-catalog.pdf']) {
    const base = bytesOf(file)
    const before = await reportOf(base)
    assert.ok(before.verdict !== 'INVALID' && before.fault === null, file)
    const signed = await trust.longTerm(base, { field: 'sao-y', place: { page: 0, rect: [400, 700, 560, 780] } })
    const after = await reportOf(signed)
    assert.deepEqual(
      after.signatures.slice(0, before.signatures.length).map((each) => each.code),
      before.signatures.map((each) => each.code),
      file,
    )
    assert.equal(after.signatures.at(-1)!.verdict, 'UNKNOWN', `${file}: ours, not trusted here`)
  }
})

test('a number keeps its own words when its page is written again, and a trailer its keys', async () => {
  const trust = await aTrust()
  const { increment } = await signPdf({
    ...{ source: bytesSource(bytesOf('b-lo.pdf')), field: 'ky', at: now, place: { page: 0, rect: [1, 1, 9, 9] } },
    signer: {
      ...{ certificate: trust.leader.certificate, chain: [], algorithm: trust.leader.algorithm, digest: 'SHA-256' },
      sign: trust.leader.sign,
    },
  })
  const words = Buffer.from(joined([increment])).toString('latin1')
  assert.match(words, /MediaBox \[0 0 595\.303937007874 841\.889763779528\]/)
  assert.match(words, /\/DocChecksum/)
})

test('a genuine signature by a certificate that is not for signing is UNKNOWN, and by a revoked one never VALID', async () => {
  const codes: Record<string, string> = {
    'good-full.pdf': 'valid',
    'tls-full.pdf': 'not-for-signing',
    'enc-full.pdf': 'not-for-signing',
    'caas-full.pdf': 'not-for-signing',
    'tsaonly-full.pdf': 'not-for-signing',
    'revoked-full.pdf': 'revoked',
    'revoked-shardb.pdf': 'no-revocation-data',
  }
  for (const [file, code] of Object.entries(codes)) {
    const { signatures } = await reportOf(bytesOf(file))
    assert.deepEqual(
      signatures.map((each) => each.code),
      [code],
      file,
    )
  }
})
