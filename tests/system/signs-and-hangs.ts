import pg from 'pg'
import { officialOf } from '#server/dossiers/testing.ts'
import { openDatabase, openPool } from '#server/platform/db/connection.ts'
import { systemActor } from '#server/platform/call.ts'
import { bindHouseKey } from '#server/platform/house-key.ts'
import { runJobs } from '#server/platform/jobs.ts'
import { readSettings } from '#server/platform/settings.ts'
import { TEST_KEY } from '#server/platform/testing.ts'
import { takeResultStep } from '#server/results/index.ts'
import { COMPLETE_SIGNATURE, completeSignature, sealPaper, signingHouse, signPaper } from '#server/signing/index.ts'

/**
 * A program that signs, seals or completes a paper and hangs at one point of it, so that killed-signing.test.ts may kill it there. The points
 * are statements of the database: what stands before and after each is the program's own order, and nothing of the program knows of this.
 */
export const POINTS = {
  /** The bytes are on the disk under a temporary name, the database knows nothing of them. */
  'file-written': { before: 'insert into stored_file' },
  /** The row of the bytes is written, they do not yet stand under their hash. */
  'file-named': { after: 'insert into stored_file' },
  /** In the transaction: the number is taken, the paper's row is not yet written. */
  'before-row': { before: 'update "paper" set' },
  /** Everything is written, nothing is committed. */
  'before-commit': { before: 'commit' },
  /** Committed; the job has not begun, or not ended. */
  'after-commit': { after: 'commit' },
} as const
export type Point = keyof typeof POINTS
export type Wish = {
  connectionString: string
  dataDir: string
  act: 'sign' | 'seal' | 'complete' | 'step'
  postId: string
  point: Point
  paperId: string
  key: string
  /** Of a step at the workbench: the dossier, the act, and when. */
  step?: { dossierId: string; act: string; at: string }
}

function hangAt(point: Point) {
  const { before, after } = POINTS[point] as { before?: string; after?: string }
  const original = pg.Client.prototype.query as (...given: unknown[]) => unknown
  let isWritten = false
  const hang = () => new Promise<never>(() => void (process.stdout.write('here\n'), setInterval(() => {}, 1000)))
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const text = typeof given[0] === 'string' ? given[0] : ((given[0] as { text?: string }).text ?? '')
    const isAt = (statement: string | undefined) => statement !== undefined && text.startsWith(statement)
    const isCommit = isAt('commit')
    if (isAt('update "paper" set')) isWritten = true
    // Only the commit of the transaction that wrote the paper: the tries of a PIN are counted in one of their own.
    if (isAt(before) && (!isCommit || isWritten)) return hang()
    const answer = original.apply(this, given)
    return isAt(after) && (!isCommit || isWritten) ? (answer as Promise<unknown>).then(hang) : answer
  } as typeof pg.Client.prototype.query
}

async function run({ connectionString, dataDir, act, postId, point, paperId, key, step }: Wish) {
  const pool = openPool({ connectionString, max: 6 })
  const db = openDatabase(pool)
  bindHouseKey(db, TEST_KEY)
  const house = await signingHouse(db, readSettings({ DATA_DIR: dataDir }))
  const now = step ? new Date(step.at) : new Date()
  const call = { db, now, actor: await officialOf(db, postId, now), origin: { requestId: 'killed' } }
  hangAt(point)
  const secret = '123456'
  if (step) await takeResultStep(call, house, { dossierId: step.dossierId, act: step.act, secret })
  const numbering = { series: 'Quyết định', symbol: 'QĐ-UBND' }
  if (act === 'sign') await signPaper(call, house, { paperId, key, secret })
  if (act === 'seal') await sealPaper(call, house, { paperId, key, secret, numbering })
  if (act === 'complete')
    await runJobs(
      pool,
      {
        [COMPLETE_SIGNATURE]: (payload, at) =>
          completeSignature({ db, actor: systemActor, now: at }, house, (payload as { id: string }).id),
      },
      '',
      false,
    )
}

const wish = process.argv[2]
if (wish?.startsWith('{')) await run(JSON.parse(wish) as Wish)
