import { changePaperFile, findPaper } from '#server/papers/index.ts'
import { recordAudit } from '#server/platform/audit.ts'
import { type Call, inTransaction } from '#server/platform/call.ts'
import { errorFacts, log } from '#server/platform/log.ts'
import { PdfFile, type Source, withDocumentTimestamp, withValidationData } from '#server/signatures/index.ts'
import { certificatesIn, certificatesOfFile, certificatesOfToken, evidenceFor, leafOf } from './evidence.ts'
import { appended, nodeHash, storedSource, storeSigned } from './paper-file.ts'
import { listWeakening, setWeakensAt } from './request-queries.ts'
import type { SigningHouse } from './schema.ts'

const HALF_A_YEAR = 183 * 86_400_000
const MOST_A_RUN = 200
const ARCHIVE = 'luu-tru-'

/** The newest archive timestamp of the file, if there is one, and the name of the next. */
async function archiveFields(source: Source): Promise<{ last: string | undefined; next: string }> {
  const names = (await (await PdfFile.open(source)).fields()).map((each) => each.name)
  const numbers = names.flatMap((name) => (name.startsWith(ARCHIVE) ? [Number(name.slice(ARCHIVE.length))] : []))
  const highest = Math.max(0, ...numbers)
  return { last: highest > 0 ? `${ARCHIVE}${highest}` : undefined, next: `${ARCHIVE}${highest + 1}` }
}

/** Evidence for the timestamp that stands, then a new one over all of it: B-LTA, and the same again before that one weakens. */
async function renewed(source: Source, house: SigningHouse): Promise<{ file: Source; weakensAt: Date | null }> {
  const { last, next } = await archiveFields(source)
  const pool = await certificatesOfFile(source)
  let base = source
  if (last) {
    const held = await certificatesIn(base, last)
    const leaf = leafOf(held)
    const evidence = await evidenceFor(leaf ? [leaf] : [], pool, house.validation)
    base = appended(base, await withValidationData(base, last, evidence))
  }
  let weakensAt: Date | null = null
  const increment = await withDocumentTimestamp(base, {
    ...{ field: next, digest: 'SHA-256', newHash: nodeHash },
    stamp: async (imprint) => {
      const token = await house.validation.stamp('SHA-256', imprint)
      weakensAt = leafOf(certificatesOfToken(token))?.notAfter ?? null
      return token
    },
  })
  let file = appended(base, increment)
  // The archive timestamp brings its own evidence along, so that it can be judged by itself.
  const stampers = await certificatesIn(file, next)
  const leaf = leafOf(stampers)
  const evidence = await evidenceFor(leaf ? [leaf] : [], [...stampers, ...pool], house.validation)
  file = appended(file, await withValidationData(file, next, evidence))
  return { file, weakensAt }
}

/** Until when the certificate holds with which the authority stamps now. */
async function stampsUntil(house: SigningHouse): Promise<Date> {
  const token = await house.validation.stamp('SHA-256', nodeHash('SHA-256').digest())
  const leaf = leafOf(certificatesOfToken(token))
  if (!leaf) throw new Error('the timestamp names no certificate')
  return leaf.notAfter
}

/** Renews the archive timestamp (gia hạn dấu thời gian lưu trữ) of papers whose newest timestamp weakens within half a year. */
export async function renewArchiveTimestamps(
  call: Call,
  house: SigningHouse,
): Promise<{ done: number; failed: number }> {
  const soon = new Date(call.now.getTime() + HALF_A_YEAR)
  const until = await stampsUntil(house).catch((error: unknown) => {
    log('warn', 'archive timestamps wait', errorFacts(error))
    return undefined
  })
  const weakening = await listWeakening(call.db, soon, until ?? soon, MOST_A_RUN)
  if (!until) return { done: 0, failed: weakening.length }
  let [done, failed] = [0, 0]
  for (const paperId of weakening) {
    const paper = await findPaper(call.db, { id: paperId })
    if (!paper) continue
    const stored = await storedSource(house.dataDir, paper.fileSha256)
    try {
      const { file, weakensAt } = await renewed(stored, house)
      const { sha256 } = await storeSigned(call.db, house.dataDir, { before: stored, after: file }, call.now)
      await inTransaction(call, async (within) => {
        const change = { fileSha256: sha256, state: paper.state, what: 'archived' }
        if (!(await changePaperFile(within.db, paper, change, call.now, call.actor.id))) return
        if (weakensAt) await setWeakensAt(within.db, paper.id, weakensAt)
        recordAudit(within, 'signing.archived', paper.organisationId, paper.id)
      })
      done += 1
    } catch (error) {
      failed += 1
      log('warn', 'archive timestamp waits', { paper: paperId, ...errorFacts(error) })
    } finally {
      await stored.close()
    }
  }
  return { done, failed }
}
