import { loadDirectory, loadPosts, grantsOfPost, queuesOf } from '#server/directory/index.ts'
import '#server/guards.ts'
import { acceptDossier, fileDossier, viewDossier } from '#server/dossiers/index.ts'
import { receiveBlanks } from '#server/papers/index.ts'
import { type Actor, type Call, type Db, systemActor } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { answerAt, competentUnits, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import {
  confirmPrinted,
  draftFor,
  makeBatch,
  prepareResult,
  takeResultStep,
  viewBatch,
  viewResult,
} from '#server/results/index.ts'
import { completeSignature, DEMONSTRATION_PIN, type SigningHouse } from '#server/signing/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { demonstrationAccounts } from './accounts.ts'
import { namedId } from './directory.ts'
import { inventedAnswers } from './dossiers/answers.ts'
import { chanceOf } from './dossiers/chance.ts'
import { inventedName } from './dossiers/people.ts'

const CARDS = 3

/** What is filed and carried how far: cards to the printer, papers into the books of a commune and a department. */
const PLAN = [
  ...Array.from({ length: CARDS }, () => ({ code: '1.002809', until: 'print', answers: {} })),
  ...Array.from({ length: 3 }, () => ({
    ...{ code: '1.004873', until: 'return' },
    answers: {
      'applicant.residence.commune': 'xa-liem-phong',
      'status.current': 'never-married',
      'status.livedElsewhere': false,
      'request.purpose': 'work',
    },
  })),
  ...Array.from({ length: 2 }, () => ({ code: '2.000488', until: 'return', answers: {} })),
]
const MOST_STEPS = 12

/** `worker`: one runs in this program and completes signatures by itself. */
type World = { db: Db; house: SigningHouse; clock: () => Date; worker: boolean; stop?: AbortSignal }

/** An official of the demonstration as he acts in a post; under his account where he has one. */
async function holderOf(db: Db, queue: string, postId: string | null, now: Date): Promise<Actor> {
  const on = vietnamDate(now)
  const posts = await loadPosts(db, on)
  const accounts = new Map(demonstrationAccounts().map((each) => [each.post, each.login]))
  const serving = postId ? [posts.all.get(postId)!] : posts.serving(queue)
  const post = serving.find((each) => accounts.has(each.id)) ?? serving[0]
  if (!post) throw new Error(`Nobody serves ${queue}`)
  const login = accounts.get(post.id)
  return {
    ...{ kind: 'official', id: login ? namedId(`account ${login}`) : systemActor.id, name: post.holder ?? post.title },
    ...{ postId: post.id, postTitle: post.title, organisationId: post.organisationId },
    ...{ grants: await grantsOfPost(db, post.id, on), queues: queuesOf(post) },
  }
}

/** Files and accepts one dossier at its counter. */
async function accepted(db: Db, now: Date, plan: (typeof PLAN)[number], seed: number): Promise<string | undefined> {
  const on = vietnamDate(now)
  const version = await findPublished(db, plan.code, on)
  if (!version?.content.form) return undefined
  const directory = await loadDirectory(db, on)
  const chance = chanceOf(seed)
  const communes = directory.communes().map((each) => each.id)
  const invented = inventedAnswers(version.content, chance, communes, on, plan.answers)
  const answers = visibleAnswers(version.content.form, invented, on)
  const receivingId = competentUnits(version.content.receiving, answers, directory, on).units[0]
  if (!receivingId) return undefined
  const desk = directory.deskOf(receivingId) ?? receivingId
  const call: Call = { db, actor: await holderOf(db, `${desk}/receiver`, null, now), now }
  const name = String(answerAt(answers, version.content.owner?.name ?? '') ?? inventedName(chance))
  const { id } = await fileDossier(call, {
    ...{ procedureVersionId: version.id, receivingId, channel: 'counter', filedHow: 'assisted' },
    ...{ owner: { kind: 'person', name, phone: '0912345678' }, filer: { name }, answers, documents: [], sets: 1 },
    ...{ returnBy: 'collect', returnAddress: null, demonstration: true },
  })
  const { papers } = await viewDossier(call, { id })
  const checks = papers.map((paper) => ({ documentKey: paper.key, verdict: 'there' as const }))
  await acceptDossier(call, { dossierId: id, checks })
  return id
}

/** The result as the form is filled; what the dossier does not say is written as an official would. */
async function prepared(call: Call, house: SigningHouse, dossierId: string) {
  const view = await viewDossier(call, { id: dossierId })
  const { preparables, signatories } = await viewResult(call, view)
  const wanted = preparables.find((each) => each.outcome === 'grant')
  if (!wanted) return
  const { template, data, missing } = await draftFor(call, view, wanted, signatories[0]?.postId)
  const { properties = {} } = template.schema as { properties?: Record<string, { type?: string }> }
  const written = (key: string) => (key === 'validUntil' ? '24/11/2036' : 'Theo hồ sơ')
  for (const { key } of missing) data[key] = properties[key]?.type === 'array' ? [written(key)] : written(key)
  await prepareResult(call, house, { dossierId, resultKey: wanted.key, data })
}

const waitingOf = (db: Db, dossierId: string) =>
  db
    .selectFrom('signature_job')
    .innerJoin('paper', 'paper.id', 'signature_job.paper_id')
    .select('signature_job.id')
    .where('paper.subject_id', '=', dossierId)
    .where('signature_job.state', '=', 'waiting')
    .execute()

/** Timestamp and revocation data of the signatures of a dossier's papers: waited for where a worker runs, else made here. */
async function completed({ db, house, clock, worker }: World, dossierId: string) {
  for (let attempt = 0; attempt < 900; attempt += 1) {
    const waiting = await waitingOf(db, dossierId)
    if (waiting.length === 0) return
    if (worker) await new Promise((resolve) => setTimeout(resolve, 200))
    else for (const { id } of waiting) await completeSignature({ db, actor: systemActor, now: clock() }, house, id)
  }
}

/** Carries a dossier on, each step by whoever holds it, to its printing or its return; answers who holds it then. */
async function carried(world: World, dossierId: string, until: string) {
  const { db, house, clock } = world
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const now = clock()
    const open = (await listTasks(db, dossierId)).find((task) => !task.doneAt && !task.side)
    if (!open || open.stepKind === until) return open && (await holderOf(db, open.queue, open.postId, now))
    const call: Call = { db, actor: await holderOf(db, open.queue, open.postId, now), now }
    if (open.stepKind === 'appraise') await prepared(call, house, dossierId)
    await completed(world, dossierId)
    const { acts, answer } = await viewDossier({ ...call, now: clock() }, { id: dossierId })
    const act = acts.find((each) => each.outcome === 'grant') ?? acts[0]!
    const command = { dossierId, act: act.key, remark: 'Theo hồ sơ', answer: answer?.choices[0]?.key }
    const signs = ['decide', 'number', 'sign-book'].includes(open.stepKind)
    const later = { ...call, now: clock() }
    await takeResultStep(later, house, signs ? { ...command, secret: DEMONSTRATION_PIN } : command)
  }
  return undefined
}

/** One of the cards is in a batch whose printing is confirmed; the others wait. */
async function printedOne(db: Db, cards: readonly string[], printer: Actor, now: Date) {
  const call: Call = { db, actor: printer, now }
  const organisationId = printer.organisationId!
  const lot = { organisationId, kind: 'driving-licence' as const, series: 'HN', first: 1, last: 200, digits: 6 }
  const delivery = { receivedFrom: 'Tổng cục Đường bộ Việt Nam', document: 'Phiếu xuất 07/PX (giả định)' }
  await receiveBlanks(call, { ...lot, ...delivery, receivedOn: vietnamDate(now) })
  const row = await db
    .selectFrom('dossier_result')
    .select('id')
    .where('dossier_id', '=', cards[0]!)
    .where('state', '<>', 'replaced')
    .executeTakeFirst()
  if (!row) return
  const batch = await makeBatch(call, { organisationId, resultIds: [row.id] })
  const { cards: made } = await viewBatch(call, batch.id)
  await confirmPrinted(call, { batchId: batch.id, printed: made.map(({ position, serial }) => ({ position, serial })) })
}

/**
 * Results of the demonstration that are truly signed and sealed, by the acts and under the accounts of their officials: cards that wait for
 * the printer, and entries in the books. Once, behind the start: it takes some seconds of
 * work; stopped between two dossiers it leaves whole ones.
 */
export async function seedDemonstrationResults(world: World) {
  const { db, clock, stop } = world
  const already = await db.selectFrom('dossier_result').select('id').limit(1).executeTakeFirst()
  if (already) return
  const cards: string[] = []
  for (const [at, plan] of PLAN.entries()) {
    if (stop?.aborted) return
    const id = await accepted(db, clock(), plan, 500 + at)
    const holder = id && (await carried(world, id, plan.until))
    if (!id || !holder || plan.until !== 'print') continue
    cards.push(id)
    if (cards.length === CARDS) await printedOne(db, cards, holder, clock())
  }
}
