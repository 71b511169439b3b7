import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync } from 'node:fs'
import { loadPosts } from '#server/directory/index.ts'
import { viewDossier } from '#server/dossiers/index.ts'
import { findPaper, setPicture } from '#server/papers/index.ts'
import { listen, pumpAnnouncements } from '#server/platform/announcement-pump.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { bytesSource, verifyPdf } from '#server/signatures/index.ts'
import { paperComplete, paperSealed, paperSigned } from '#server/signing/index.ts'
import { aSigningHouse, type TestHouse } from '#server/signing/testing.ts'
import { afterComplete, afterSealed, afterSigned, takeResultStep } from '../index.ts'
import { listResults } from '../queries.ts'
import { type OnItsWay, PIN } from '../testing.ts'

listen(paperSigned, afterSigned)
listen(paperSealed, afterSealed)
listen(paperComplete, afterComplete)
const AT = new Date('2026-11-24T02:00:00Z')

/** A scanned sheet with these words. */
export const scanOf = (words: string) =>
  setPicture(
    `#set page(width: 595pt, height: 842pt, margin: 60pt)\n#set text(font: "Tinos", size: 15pt)\n= ${words}\n#lorem(80)`,
    {},
    AT,
  )
export async function aHouse(t: Parameters<typeof aSigningHouse>[0]) {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  return h
}
/** The file of a paper as it stands. */
export const bytesOf = async (h: TestHouse, paperId: string) => {
  const { fileSha256, title } = (await findPaper(h.db, { id: paperId }))!
  const path = `${h.house.dataDir}/files/${fileSha256.slice(0, 2)}/${fileSha256}`
  if (process.env.KEEP_PAPERS)
    copyFileSync(path, `${process.env.KEEP_PAPERS}/${title.replaceAll(/[\s/:]/g, '-').slice(0, 60)}.pdf`)
  return readFileSync(path)
}
export const verify = (h: TestHouse, bytes: Uint8Array) =>
  verifyPdf(bytesSource(bytes), { anchors: h.anchors, now: h.clock.now })

export async function keysFor(way: OnItsWay, postId: string, organisationId: string) {
  const post = (await loadPosts(way.db, vietnamDate(way.h.clock.now))).all.get(postId)!
  await way.keys(postId, organisationId, { person: post.holder!, title: post.title, organisation: organisationId })
}

/** Signs with the decision and seals with the next step, as the leader and the records clerk do at the workbench. */
export async function signAndSeal(way: OnItsWay, organisationId?: string) {
  const { h } = way
  const { call, view } = await way.until('decide')
  await keysFor(way, call.actor.postId!, organisationId ?? view.dossier.handlingId)
  const grant = view.acts.find((each) => each.outcome === 'grant')!.key
  await takeResultStep(call, h.house, { dossierId: way.id, act: grant, secret: PIN })
  for (const { paperId } of await listResults(h.db, way.id)) await way.complete(paperId)
  const clerk = await way.holder()
  const [act] = (await viewDossier(clerk, { id: way.id })).acts
  await takeResultStep(clerk, h.house, { dossierId: way.id, act: act!.key, secret: PIN })
  for (const { paperId } of await listResults(h.db, way.id)) await way.complete(paperId)
  await pumpAnnouncements(h.db, way.later())
}
export const entriesOf = (h: TestHouse, kind: string) =>
  h.db.selectFrom('paper_book_entry').selectAll().where('kind', '=', kind).orderBy('number').execute()

/** What another program reads of a file, where it is installed. */
export function wordsOf(pdf: Uint8Array): string | undefined {
  const { error, stdout } = spawnSync('pdftotext', ['-layout', '-', '-'], { input: pdf, encoding: 'utf8' })
  return error ? undefined : stdout
}
