import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { sql } from 'kysely'
import { findPaper, stopSetters } from '#server/papers/index.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { type ForeignWish, foreignSigned } from '../../../tests/fakes/foreign-writer.ts'
import { aHouseWithTokens, AT, bytesOf, fetched, type House, sent, sentAs } from './agent/testing.ts'
import { takeSession } from './agent/session-queries.ts'
import { askSignature, completeSignature, finishSession, openSession } from './index.ts'
import { listSignatureJobs } from './request-queries.ts'
import { aDecision, callOf, clerk, leader, NOW } from './testing.ts'

after(stopSetters)

async function signedByAgent(h: House, paperId: string, key: string, by: ForeignWish) {
  const call = callOf(h.db, key === 'dau' ? clerk : leader)
  const session = await openSession(call, h.house, { paperId, key })
  await sent(h, session.uploadAddress, await foreignSigned(await fetched(h, session.uploadAddress), by))
  return { session, call }
}
async function completed(h: House, paperId: string) {
  for (const job of await listSignatureJobs(h.db, paperId))
    await completeSignature(callOf(h.db, leader), h.house, job.id)
}

test('the agent fetches a paper, signs it by itself and sends it back; seal and number likewise; all of it is VALID', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const { session, call } = await signedByAgent(h, paper.id, 'lanh-dao', h.asLeader)
  assert.equal(session.verb, 'SignApproved')
  assert.equal((await findPaper(h.db, { id: paper.id }))!.revision, paper.revision)
  assert.equal((await finishSession(call, h.house, { sessionId: session.id })).state, 'signing')
  await completed(h, paper.id)

  const numbering = { series: 'QĐ', symbol: 'QĐ-UBND' }
  await askSignature(call, { paperId: paper.id, key: 'dau', to: { queue: `${AT}/records-clerk` }, numbering })
  const rect = [250, 150, 350, 250] as const
  const seal = await signedByAgent(h, paper.id, 'dau', { ...h.asOrganisation, own: 'Signature2', rect })
  assert.deepEqual([seal.session.verb, seal.session.notation], ['SignIssued', '01/QĐ-UBND'])
  assert.equal((await findPaper(h.db, { id: paper.id }))!.notation, null)
  const wish = { sessionId: seal.session.id }
  await assert.rejects(finishSession(seal.call, h.house, { ...wish, documentNumber: '99/QĐ-UBND' }), {
    code: 'signing.agent-number-differs',
  })
  const sealed = await finishSession(seal.call, h.house, { ...wish, documentNumber: '01/QĐ-UBND' })
  assert.equal(sealed.notation, '01/QĐ-UBND')
  await completed(h, paper.id)

  const whole = (await findPaper(h.db, { id: paper.id }))!
  assert.equal(whole.state, 'valid')
  const bytes = await bytesOf(h, whole.fileSha256)
  const report = await verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: NOW })
  assert.equal(report.verdict, 'VALID', JSON.stringify(report, null, 1))
  assert.deepEqual(
    report.signatures.map((each) => [each.field, each.level]),
    [
      ['Signature1', 'B-LT'],
      ['Signature2', 'B-LT'],
    ],
  )
  await assert.rejects(finishSession(seal.call, h.house, wish), { code: 'signing.session-over' })
})

test('a paper numbered in its book before the seal keeps that number at the token: none is given', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const { session, call } = await signedByAgent(h, paper.id, 'lanh-dao', h.asLeader)
  await finishSession(call, h.house, { sessionId: session.id })
  await completed(h, paper.id)
  const before = { notation: '07/2026', numbered_on: '2026-11-20' }
  await h.db.updateTable('paper').set(before).where('id', '=', paper.id).execute()
  const numbering = { series: 'Sổ đăng ký khai sinh', symbol: '{year}' }
  await askSignature(call, { paperId: paper.id, key: 'dau', to: { queue: `${AT}/records-clerk` }, numbering })
  const rect = [250, 150, 350, 250] as const
  const seal = await signedByAgent(h, paper.id, 'dau', { ...h.asOrganisation, own: 'Signature2', rect })
  assert.equal(seal.session.notation, '07/2026')
  await finishSession(seal.call, h.house, { sessionId: seal.session.id, documentNumber: '07/2026' })
  assert.equal((await findPaper(h.db, { id: paper.id }))!.notation, '07/2026')
  assert.deepEqual(await h.db.selectFrom('paper_book_entry').select('number').execute(), [])
})

test('a session serves once, for ten minutes, one person and one revision; a token of nowhere opens nothing', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const call = callOf(h.db, leader)
  const over = { code: 'signing.session-over' }
  const open = () => openSession(call, h.house, { paperId: paper.id, key: 'lanh-dao' })
  const late = new Date(NOW.getTime() + 11 * 60_000)

  const first = await open()
  const bytes = await foreignSigned(await fetched(h, first.uploadAddress), h.asLeader)
  await assert.rejects(finishSession(call, h.house, { sessionId: first.id }), { code: 'signing.agent-nothing-came' })
  await assert.rejects(sent(h, first.uploadAddress, bytes, late), over)
  await assert.rejects(sent(h, `https://x/api/agent/${'A'.repeat(43)}`, bytes), over)
  await sent(h, first.uploadAddress, bytes)
  await assert.rejects(sent(h, first.uploadAddress, bytes), over)
  await assert.rejects(fetched(h, first.uploadAddress), over)
  const wish = { sessionId: first.id }
  await assert.rejects(finishSession(callOf(h.db, { ...leader, id: 'acc-other' }), h.house, wish), over)
  await assert.rejects(finishSession(callOf(h.db, leader, late), h.house, wish), over)
  const second = await open()
  await assert.rejects(finishSession(call, h.house, wish), over)
  await sent(h, second.uploadAddress, await foreignSigned(await fetched(h, second.uploadAddress), h.asLeader))
  await h.db.updateTable('paper').set({ revision: 9 }).where('id', '=', paper.id).execute()
  await assert.rejects(finishSession(call, h.house, { sessionId: second.id }), over)
  assert.equal((await listSignatureJobs(h.db, paper.id)).length, 0)
})

test('two uploads at once, and two finishes at once: one counts, the other is told that the session is over', async (t) => {
  const h = await aHouseWithTokens(t)
  const paper = await aDecision(h)
  const call = callOf(h.db, leader)
  const over = { code: 'signing.session-over' }
  const session = await openSession(call, h.house, { paperId: paper.id, key: 'lanh-dao' })
  const bytes = await foreignSigned(await fetched(h, session.uploadAddress), h.asLeader)
  let goOn = () => {}
  const held = new Promise<void>((resolve) => (goOn = resolve))
  let begun = () => {}
  const started = new Promise<void>((resolve) => (begun = resolve))
  async function* slowly() {
    yield bytes.subarray(0, 1000)
    begun()
    await held
    yield bytes.subarray(1000)
  }
  const slow = sentAs(h, session.uploadAddress, slowly())
  await started
  await sent(h, session.uploadAddress, bytes)
  goOn()
  await assert.rejects(slow, over)

  const wish = { sessionId: session.id }
  const transaction = await h.db.startTransaction().execute()
  await takeSession(transaction, session.id)
  const second = assert.rejects(finishSession(call, h.house, wish), over)
  // It has read the session and waits for its row.
  const waiting = sql<{ held: boolean }>`select count(*) > 0 as held from pg_stat_activity
    where wait_event_type = 'Lock' and datname = current_database()`
  while (!(await waiting.execute(h.db)).rows[0]!.held) await new Promise((resolve) => setTimeout(resolve, 10))
  await transaction.commit().execute()
  await second
  assert.equal((await listSignatureJobs(h.db, paper.id)).length, 0)
})
