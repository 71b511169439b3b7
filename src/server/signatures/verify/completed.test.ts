import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PdfFile } from '../pdf/file.ts'
import { dict, name, Ref } from '../pdf/objects.ts'
import { bytesSource } from '../pdf/source.ts'
import { ascii, joined } from '../pdf/write.ts'
import { isOnlyCompleted } from './completed.ts'
import { heldSignatures } from './covered.ts'
import { aReservedPaper, aTrust, revised } from './testing.ts'

const trust = await aTrust()
const only = (before: Uint8Array, after: Uint8Array, field = 'ky') =>
  isOnlyCompleted(bytesSource(before), bytesSource(after), field)
const rangeOf = async (pdf: Uint8Array, field = 'ky') =>
  (await heldSignatures(await PdfFile.open(bytesSource(pdf)))).held.find((each) => each.field === field)!.range
function flipped(pdf: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(pdf)
  copy[at] = copy[at]! ^ 1
  return copy
}

for (const form of ['table', 'stream'] as const) {
  test(`a timestamp in its room and validation data behind are known as nothing more, with one signature and with two (${form})`, async () => {
    const first = await trust.sign(await aReservedPaper(['Mot'], form), trust.leader, { certify: 2 })
    const completed = await trust.withData(await trust.stamped(first))
    assert.equal(await only(first, completed), true)
    assert.equal((await trust.verify(completed)).verdict, 'VALID')
    const second = await trust.sign(completed, trust.clerk, { field: 'dau' })
    const both = await trust.withData(await trust.stamped(second, 'dau'), 'dau')
    assert.equal(await only(second, both, 'dau'), true)
    assert.equal((await trust.verify(both)).verdict, 'VALID')
  })
}

test('anything more is not: other bytes, another value, another page, another field, a tail, a timestamp of the file, nothing at all', async () => {
  const signed = await trust.sign(await aReservedPaper(['Mot 100.000']))
  const stamped = await trust.stamped(signed)
  const completed = await trust.withData(stamped)
  const [, from, to] = await rangeOf(signed)
  const text = Buffer.from(completed).toString('latin1').indexOf('100.000')
  const other = await trust.sign(await aReservedPaper(['Mot 100.000']), trust.clerk)
  // The value of another signer in the room of this one.
  const swapped = new Uint8Array(completed)
  swapped.set(other.subarray(from, to), from)
  const page = async (update: Parameters<Parameters<typeof revised>[1]>[0]) => {
    const [first] = await update.file.pages()
    update.replace(first!.ref, dict({ ...Object.fromEntries(first!.page), Contents: new Ref(9999, 0) }))
  }
  const cases: Record<string, Uint8Array> = {
    ...{ same: signed, 'only stamped': stamped, 'signed words altered': flipped(completed, text) },
    ...{ 'byte range altered': flipped(completed, from - 3), 'value of another': swapped },
    'value altered': flipped(completed, from + 1200),
    'page altered': await revised(completed, page),
    'catalogue altered': await revised(completed, async (update) => {
      const catalog = await update.file.catalog()
      catalog.set('OpenAction', dict({ S: name('JavaScript') }))
      update.replace(update.file.trailer.get('Root') as Ref, catalog)
    }),
    tail: joined([completed, ascii('<< /Extra true >>')]),
    'stamp of the file': await trust.archived(completed),
    'signed once more': await trust.sign(completed, trust.clerk, { field: 'dau' }),
    'cut off': completed.subarray(0, completed.length - 40),
    rubbish: joined([signed, ascii('rubbish')]),
  }
  for (const [what, after] of Object.entries(cases)) assert.equal(await only(signed, after), false, what)
  assert.equal(await only(signed, completed, 'dau'), false)
  assert.equal(await only(flipped(signed, text), completed), false)
  // Below a later signature the room is covered: a stamp there breaks it.
  const sealed = await trust.sign(signed, trust.clerk, { field: 'dau' })
  assert.equal(await only(sealed, await trust.withData(await trust.stamped(sealed, 'ky'), 'ky'), 'ky'), false)
})
