import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findField } from '../pdf/form.ts'
import { Dict, dict, name, type PdfObject, Ref, text } from '../pdf/objects.ts'
import { signPdf } from '../pdf/sign.ts'
import { bytesSource } from '../pdf/source.ts'
import { joined } from '../pdf/write.ts'
import { aPaper, aReservedPaper, aTrust, revised } from './testing.ts'

const trust = await aTrust()
const paper = await aReservedPaper()

test('a document timestamp in a file with damaged tables is judged as a timestamp, not called a forged signature', async () => {
  const archived = await trust.archived(await trust.longTerm(paper))
  const words = Buffer.from(archived).toString('latin1')
  const damaged = joined([archived, new Uint8Array(Buffer.from('\nstartxref\n7\n%%EOF\n', 'latin1'))])
  assert.match(words, /ETSI\.RFC3161/)
  const report = await trust.verify(damaged)
  assert.equal(report.verdict, 'UNKNOWN')
  assert.deepEqual(
    report.signatures.map((each) => [each.kind, each.verdict, each.code]),
    [
      ['signature', 'UNKNOWN', 'damaged'],
      ['timestamp', 'UNKNOWN', 'damaged'],
    ],
  )
  // Control: a damaged file whose stamped bytes changed is said to be broken.
  const changed = new Uint8Array(damaged)
  changed[words.indexOf('Quyet')]! ^= 1
  assert.equal((await trust.verify(changed)).verdict, 'INVALID')
})

test('a second signer locks their own field against typing; another flag is a change', async () => {
  const first = await trust.longTerm(paper)
  const second = async (flags: number) => {
    const sealed = await revised(first, async (update) => {
      const { ref, field } = (await findField(update, 'dau'))!
      update.replace(ref, new Dict([...field, ['Ff', flags]]))
    })
    // As one revision: the flag and the value of the second signer come together.
    return trust.verify(await trust.sign(sealed, trust.clerk, { field: 'dau' }))
  }
  const ofFirst = async (flags: number) => (await second(flags)).signatures.find((each) => each.field === 'ky')!
  assert.deepEqual([(await ofFirst(1)).verdict, (await ofFirst(1)).code], ['VALID', 'valid'])
  assert.equal((await ofFirst(4)).verdict, 'INVALID')
})

const LEVELS = [
  [undefined, 'INVALID'],
  [2, 'INVALID'],
  [3, 'VALID'],
] as const
for (const [level, verdict] of LEVELS)
  test(`a note changed or deleted behind certification ${level ?? 'none'} is ${verdict}, and told`, async () => {
    const note = { Type: name('Annot'), Subtype: name('Text'), Rect: [60, 600, 80, 620], Contents: text('mot') }
    let ref!: Ref
    const noted = await revised(paper, async (update) => {
      ref = update.add(dict(note))
      await update.addTo((await update.file.pages())[0]!.ref, 'Annots', ref)
    })
    const signed = await trust.longTerm(noted, level ? { certify: level } : {})
    const changed = await revised(signed, (update) => update.replace(ref, dict({ ...note, Contents: text('hai') })))
    const deleted = await revised(signed, async (update) => {
      const [first] = await update.file.pages()
      const left = (await update.file.array(first!.page.get('Annots')))!.filter(
        (each: PdfObject) => !(each instanceof Ref && each.num === ref.num),
      )
      update.replace(first!.ref, new Dict([...first!.page, ['Annots', left]]))
    })
    for (const [what, bytes] of [
      ['changed', changed],
      ['deleted', deleted],
    ] as const) {
      const report = await trust.verify(bytes)
      assert.equal(report.verdict, verdict, what)
      assert.match(report.signatures[0]!.later.join(' '), /ghi chú|hình hoặc ô trên trang 1/, what)
    }
  })

test('certificates that one signature brought along lead another to its root', async () => {
  const first = await trust.sign(paper)
  const { certificate, algorithm, sign } = trust.clerk
  const { increment } = await signPdf({
    ...{ source: bytesSource(first), field: 'dau', at: new Date('2026-11-24T02:00:00Z') },
    signer: { certificate, chain: [], algorithm, digest: 'SHA-256', sign },
  })
  const both = joined([first, increment])
  assert.deepEqual(
    (await trust.verify(both)).signatures.map((each) => [each.field, each.code]),
    [
      ['ky', 'no-revocation-data'],
      ['dau', 'no-revocation-data'],
    ],
  )
  // Control: alone, without data of the file, it leads nowhere.
  const alone = await signPdf({
    ...{ source: bytesSource(aPaper()), field: 'dau', at: new Date('2026-11-24T02:00:00Z') },
    signer: { certificate, chain: [], algorithm, digest: 'SHA-256', sign },
  })
  assert.equal((await trust.verify(joined([aPaper(), alone.increment]))).signatures[0]!.code, 'untrusted')
})
