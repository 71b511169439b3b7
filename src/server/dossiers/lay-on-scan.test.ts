import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTemplate, stopSetters } from '#server/papers/index.ts'
import { bytesSource, PdfFile } from '#server/signatures/index.ts'
import { seededTemplates } from '../../../seeds/papers.ts'
import { layOnScan } from './lay-on-scan.ts'

after(stopSetters)
const set = async (key: string) => {
  const template = seededTemplates().find((each) => each.key === key)!
  const made = { origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at: new Date('2026-11-24T02:00:00Z') }
  return (await setTemplate(template, template.example, made)).pdf
}

test('the attestation stands on a page behind the scan, and the scan stays byte for byte', async () => {
  const scan = await set('bien-ban-hoa-giai')
  const before = (await (await PdfFile.open(bytesSource(scan))).pages()).length
  const laid = await layOnScan(scan, await set('loi-chung-ban-sao'))
  assert.equal(Buffer.compare(laid.pdf.subarray(0, scan.length), scan), 0)
  const after = await (await PdfFile.open(bytesSource(laid.pdf))).pages()
  assert.deepEqual([after.length, laid.page], [before + 1, before])
})

test('what is no PDF is refused with the reason', async () => {
  const nothing = new TextEncoder().encode('không phải PDF')
  await assert.rejects(layOnScan(nothing, nothing), { code: 'papers.scan-unfit' })
})
