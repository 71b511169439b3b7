import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addField } from '../pdf/form.ts'
import { Dict, dict, name, Stream, text } from '../pdf/objects.ts'
import { isSignedOver, stampedContents } from '../pdf/sign.ts'
import { bytesSource } from '../pdf/source.ts'
import { ascii } from '../pdf/write.ts'
import { refuseWorse } from './kept.ts'
import { aReservedPaper, aTrust, later, revised } from './testing.ts'

const trust = await aTrust()
const paper = await aReservedPaper()
const kept = (before: Uint8Array, after: Uint8Array) =>
  refuseWorse(bytesSource(before), bytesSource(after), { now: later(1) })

test('a certified paper takes a signature in a place that it reserved, and none in a place of its own', async () => {
  const certified = await trust.longTerm(paper, { certify: 2 })
  await assert.rejects(
    trust.sign(certified, trust.clerk, { field: 'sao-y', place: { page: 0, rect: [400, 700, 560, 780] } }),
    { code: 'pdf.changes-forbidden' },
  )
  await kept(certified, await trust.sign(certified, trust.clerk, { field: 'dau' }))
})

test('what would break an earlier signature is not kept, and what was broken before holds nobody up', async () => {
  const signed = await trust.longTerm(paper, { certify: 2 })
  const drawn = await revised(signed, (update) =>
    addField(update, {
      ...{ name: 'them', type: 'Sig', place: { page: 0, rect: [0, 0, 300, 300] } },
      appearance: update.add(
        new Stream(dict({ Type: name('XObject'), Subtype: name('Form'), BBox: [0, 0, 9, 9] }), ascii('0 0 9 9 re f')),
      ),
    }),
  )
  await assert.rejects(kept(signed, drawn), { code: 'signed.breaks-earlier' })
  await kept(drawn, await trust.sign(drawn, trust.clerk, { field: 'dau' }))
  const broken = new Uint8Array(signed)
  broken[broken.length - 4] = 0
  await assert.rejects(kept(signed, broken), { code: 'signed.breaks-earlier' })
  const lost = await revised(signed, (update) =>
    update.changeCatalog((form) => void form.set('Fields', []), 'AcroForm'),
  )
  await assert.rejects(kept(signed, lost), { code: 'signed.breaks-earlier' })
})

test('a timestamp is not laid into a signature that another one covers', async () => {
  const first = await trust.sign(paper)
  const both = await trust.sign(first, trust.clerk, { field: 'dau' })
  assert.deepEqual(
    [await isSignedOver(bytesSource(both), 'ky'), await isSignedOver(bytesSource(both), 'dau')],
    [true, false],
  )
  const { at, digits } = await stampedContents(bytesSource(both), 'ky', await trust.stamp(new Uint8Array(32), later(0)))
  const patched = new Uint8Array(both)
  patched.set(digits, at)
  await assert.rejects(kept(both, patched), { code: 'signed.breaks-earlier' })
})

test('validation data that are taken away, and an empty place behind a certification, are told', async () => {
  const signed = await trust.archived(await trust.longTerm(paper))
  const told = async (change: Parameters<typeof revised>[1]) =>
    (await trust.verify(await revised(signed, change))).signatures.flatMap((each) => each.later).join(' ')
  assert.match(await told((update) => update.changeCatalog((catalog) => void catalog.delete('DSS'))), /đã bị lấy bớt/)
  assert.match(
    await told((update) => update.changeCatalog((store) => void store.set('OCSPs', []), 'DSS')),
    /đã bị lấy bớt/,
  )
  for (const [certify, verdict] of [
    [undefined, 'VALID'],
    [2, 'INVALID'],
    [3, 'VALID'],
  ] as const) {
    const base = await trust.longTerm(paper, certify ? { certify } : {})
    const more = await revised(base, (update) => addField(update, { name: 'trong', type: 'Sig' }))
    const report = await trust.verify(more)
    assert.equal(report.verdict, verdict, String(certify))
    assert.match(report.signatures[0]!.later.join(' '), /ô chữ ký để trống "trong"/)
  }
})

test('what other writers do beside their signature is no change of the paper', async () => {
  const base = await trust.longTerm(paper)
  const tolerated: Parameters<typeof revised>[1][] = [
    // iText up to 5.3 names its version in the node of the pages.
    async (update) => {
      const pages = (await update.file.catalog()).get('Pages') as never
      update.replace(pages, new Dict([...((await update.resolve(pages)) as Dict), ['ITXT', text('2.1.7')]]))
    },
    // A picture of the form's resources, exchanged by each next signature.
    (update) =>
      update.changeCatalog((form) => void form.set('DR', dict({ XObject: dict({ FRM: update.add(1) }) })), 'AcroForm'),
  ]
  for (const change of tolerated) assert.equal((await trust.verify(await revised(base, change))).verdict, 'VALID')
})
