import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import {
  bytesSource,
  Dict,
  dict,
  name,
  type PdfFile,
  type Ref,
  Stream,
  type Update,
  verifyPdf,
} from '#server/signatures/index.ts'
import { foreignSigned } from '../../../tests/fakes/foreign-writer.ts'
import { aHouseWithTokens, bytesOf, fetched, newToken, sent } from './agent/testing.ts'
import { askSignature, completeSignature, finishSession, openSession, signPaper } from './index.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, callOf, clerk, giveKey, leader, NOW, PIN } from './testing.ts'

after(stopSetters)

const pageOf = async (file: PdfFile) => (await file.pages())[0]!
/** What a wicked or clumsy program does beside signing. */
const ALSO = {
  page: async (update: Update) => {
    const { ref, page } = await pageOf(update.file)
    const more = update.add(new Stream(new Dict(), Buffer.from('1 1 1 rg 0 0 400 400 re f')))
    const held = page.get('Contents')
    update.replace(ref, new Dict([...page, ['Contents', [...(Array.isArray(held) ? held : [held as Ref]), more]]]))
  },
  note: async (update: Update) => {
    const { ref } = await pageOf(update.file)
    const note = { Type: name('Annot'), Subtype: name('FreeText'), Rect: [100, 100, 300, 130], F: 4 }
    await update.addTo(ref, 'Annots', update.add(dict(note)))
  },
  stripped: async (update: Update) =>
    update.changeCatalog(async (form) => {
      const fields = (await update.resolve(form.get('Fields'))) as Ref[]
      form.set('Fields', fields.slice(-1))
    }, 'AcroForm'),
  number: async (update: Update) => {
    const found = (await update.file.fields()).find((each) => each.name === 'so')!
    update.replace(found.ref!, new Dict([...found.field, ['V', name('99')]]))
  },
  large: (update: Update) => void update.add(new Stream(new Dict(), new Uint8Array(9 * 1024 * 1024))),
}
const reference = (method: string, parms: Record<string, number | ReturnType<typeof name>>) =>
  dict({
    Reference: [
      dict({
        Type: name('SigRef'),
        TransformMethod: name(method),
        TransformParams: dict({ V: name('1.2'), ...parms }),
      }),
    ],
  })

test('what comes back and is not the paper with one right signature is refused with its reason, and the paper stays', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const other = await bytesOf(h, (await aDecision(h)).fileSha256)
  const call = callOf(h.db, leader)
  const by = h.asLeader
  const stranger = newToken().privateKey
  const cases: [what: string, code: string, sign: (given: Uint8Array) => Promise<Uint8Array>][] = [
    ['another file', 'agent-other-file', () => foreignSigned(other, by)],
    ['the paper unsigned', 'agent-other-file', async (given) => given],
    ['the file written anew', 'agent-other-file', async (given) => (await foreignSigned(given, by)).with(12, 65)],
    ['no PDF', 'agent-other-file', async () => Buffer.from('<html>')],
    ['cut in the middle', 'agent-other-file', async (given) => (await foreignSigned(given, by)).slice(0, -900)],
    ['reserved fields stripped', 'agent-changed', (given) => foreignSigned(given, { ...by, also: ALSO.stripped })],
    ['a page painted over', 'agent-changed', (given) => foreignSigned(given, { ...by, also: ALSO.page })],
    ['a note on the page', 'agent-changed', (given) => foreignSigned(given, { ...by, also: ALSO.note })],
    ['a number of its own', 'agent-changed', (given) => foreignSigned(given, { ...by, also: ALSO.number })],
    [
      'two signatures',
      'agent-not-one',
      async (given) => foreignSigned(await foreignSigned(given, by), { ...by, own: 'Signature2' }),
    ],
    [
      'bytes behind it',
      'agent-not-one',
      async (given) => Buffer.concat([await foreignSigned(given, by), Buffer.from('%more\n')]),
    ],
    ['the seal’s certificate', 'agent-other-key', (given) => foreignSigned(given, h.asOrganisation)],
    [
      'another key under the certificate',
      'agent-signature-bad',
      (given) => foreignSigned(given, { ...by, key: stranger }),
    ],
    ['SHA-1', 'agent-signature-bad', (given) => foreignSigned(given, { ...by, digest: 'SHA-1' })],
    [
      'a changed digit',
      'agent-signature-bad',
      (given) =>
        foreignSigned(given, { ...by, after: (bytes) => bytes.with(given.length + 20, bytes[given.length + 20]! ^ 1) }),
    ],
    ['the place of the seal', 'agent-other-place', (given) => foreignSigned(given, { ...by, reserved: 'dau' })],
    [
      'a certification that closes it',
      'agent-closes',
      (given) => foreignSigned(given, { ...by, entries: reference('DocMDP', { P: 1 }) }),
    ],
    [
      'a lock on all fields',
      'agent-closes',
      (given) => foreignSigned(given, { ...by, entries: reference('FieldMDP', { Action: name('All') }) }),
    ],
    ['nine megabytes more', 'agent-too-large', (given) => foreignSigned(given, { ...by, also: ALSO.large })],
  ]
  for (const [what, code, sign] of cases) {
    const session = await openSession(call, h.house, { paperId: paper.id, key: 'lanh-dao' })
    const bytes = await sign(await fetched(h, session.uploadAddress))
    await assert.rejects(sent(h, session.uploadAddress, bytes), { code: `signing.${code}` }, what)
    // The reason is there for the page too, and the session is over.
    await assert.rejects(finishSession(call, h.house, { sessionId: session.id }), { code: `signing.${code}` }, what)
    await assert.rejects(fetched(h, session.uploadAddress), { code: 'signing.session-over' }, what)
  }
  assert.equal((await findPaper(h.db, { id: paper.id }))!.revision, paper.revision)
  assert.equal((await listSignatureJobs(h.db, paper.id)).length, 0)
})

test('behind a leader who signed here and certified the paper, the agent signs the empty place of the seal, and lays no picture of its own', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const call = callOf(h.db, leader)
  const profile = { kind: 'person' as const, name: leader.name, organisation: 'Ủy ban nhân dân xã Liêm Phong' }
  h.certificates.shift()
  await giveKey(h, { organisationId: 'xa-liem-phong', postId: leader.postId!, profile })
  await signPaper(call, h.house, { paperId: paper.id, key: 'lanh-dao', secret: PIN })
  const complete = async () => {
    for (const job of await listSignatureJobs(h.db, paper.id)) await completeSignature(call, h.house, job.id)
  }
  await complete()
  const to = { queue: 'xa-liem-phong/records-clerk' }
  await askSignature(call, { paperId: paper.id, key: 'dau', to, numbering: { series: 'QĐ', symbol: 'QĐ-UBND' } })
  const asClerk = callOf(h.db, clerk)
  const open = () => openSession(asClerk, h.house, { paperId: paper.id, key: 'dau' })
  const first = await open()
  const pictured = await foreignSigned(await fetched(h, first.uploadAddress), h.asOrganisation)
  await assert.rejects(sent(h, first.uploadAddress, pictured), { code: 'signing.agent-breaks' })

  const second = await open()
  // No room for a timestamp: the job stamps the whole file instead.
  const wish = { ...h.asOrganisation, reserved: 'dau', room: 1500 }
  await sent(h, second.uploadAddress, await foreignSigned(await fetched(h, second.uploadAddress), wish))
  await finishSession(asClerk, h.house, { sessionId: second.id })
  await complete()
  const whole = (await findPaper(h.db, { id: paper.id }))!
  assert.deepEqual([whole.state, whole.notation], ['valid', '01/QĐ-UBND'])
  const bytes = await bytesOf(h, whole.fileSha256)
  const report = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: NOW })
  assert.deepEqual(
    report.signatures.map((each) => [each.field, each.verdict]),
    [
      ['lanh-dao', 'VALID'],
      ['dau', 'VALID'],
      ['dau-thoi-gian', 'VALID'],
    ],
  )
})
