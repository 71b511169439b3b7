import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Dict, dict, name, type PdfObject, Ref, Stream, text } from '../pdf/objects.ts'
import { ascii } from '../pdf/write.ts'
import { aTrust, revised, writeFile } from './testing.ts'

const trust = await aTrust()

test('tags: a later signature may add its own; what is read aloud of the signed words may not change', async () => {
  const objects = (alt: string, kids: PdfObject[]): [number, PdfObject][] => [
    [1, dict({ Type: name('Catalog'), Pages: new Ref(2, 0), StructTreeRoot: new Ref(4, 0) })],
    [2, dict({ Type: name('Pages'), Kids: [new Ref(10, 0)], Count: 1 })],
    [4, dict({ Type: name('StructTreeRoot'), K: kids })],
    [5, dict({ Type: name('StructElem'), S: name('Figure'), P: new Ref(4, 0), Alt: text(alt) })],
    [10, dict({ Type: name('Page'), Parent: new Ref(2, 0), MediaBox: [0, 0, 595, 842], Contents: new Ref(11, 0) })],
    [11, new Stream(new Dict(), ascii('q Q'))],
  ]
  const [kid, more] = [new Ref(5, 0), new Ref(40, 0)]
  const victim = await trust.longTerm(writeFile(objects('100', [kid]), 'table'))
  const element = dict({ Type: name('StructElem'), S: name('Form'), P: new Ref(4, 0) })
  const sign = (pdf: Uint8Array) => trust.sign(pdf, trust.clerk, { field: 'hai' })
  const withTag = await revised(victim, (update) => {
    update.replace(new Ref(4, 0), dict({ Type: name('StructTreeRoot'), K: [kid, more] }))
    update.replace(more, element)
  })
  const honest = await trust.verify(await sign(withTag))
  assert.equal(honest.signatures[0]!.verdict, 'VALID', JSON.stringify(honest))
  const figure = objects('900', [kid]).find(([num]) => num === 5)![1]
  const other = await revised(victim, (update) => update.replace(new Ref(5, 0), figure))
  assert.equal((await trust.verify(await sign(other))).verdict, 'INVALID')
  assert.equal((await trust.verify(withTag)).verdict, 'INVALID')
})
