import '#server/guards.ts'
import { loadDirectory, loadPosts, grantsOfPost, queuesOf } from '#server/directory/index.ts'
import { acceptDossier, fileDossier, ownerFrom, viewDossier } from '#server/dossiers/index.ts'
import { type Actor, type Call, type Db, systemActor } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { answerAt, competentUnits, findPublished, visibleAnswers } from '#server/procedures/index.ts'
import { draftFor, prepareResult, takeResultStep, viewResult } from '#server/results/index.ts'
import { completeSignature, DEMONSTRATION_PIN, type SigningHouse } from '#server/signing/index.ts'
import { listTasks } from '#server/workflow/index.ts'
import { demonstrationAccounts } from './accounts.ts'
import { namedId } from './directory.ts'
import { inventedAnswers } from './dossiers/answers.ts'
import { chanceOf } from './dossiers/chance.ts'
import type { Answers } from './dossiers/persons.ts'
import { drafted } from './drafted-words.ts'

/** One dossier to be filed, with some answers by path, and carried to its first open step of a kind. */
export type Plan = { code: string; until: string; answers: Answers }

const MOST_STEPS = 12

/** `worker`: one runs in this program and completes signatures by itself. */
export type World = { db: Db; house: SigningHouse; clock: () => Date; worker: boolean; stop?: AbortSignal }

async function actorOf(db: Db, postId: string, login: string | undefined, on: string): Promise<Actor> {
  const post = (await loadPosts(db, on)).all.get(postId)!
  return {
    kind: 'official',
    id: login ? namedId(`account ${login}`) : systemActor.id,
    name: post.holder ?? post.title,
    postId: post.id,
    postTitle: post.title,
    organisationId: post.organisationId,
    grants: await grantsOfPost(db, post.id, on),
    queues: queuesOf(post),
  }
}

/** Somebody with an account, in their post. */
export const actorAt = (db: Db, login: string, now: Date) =>
  actorOf(db, demonstrationAccounts().find((each) => each.login === login)!.post!, login, vietnamDate(now))

/** An official of the demonstration as they act in a post; under their account where they have one. */
export async function holderOf(db: Db, queue: string, postId: string | null, now: Date): Promise<Actor> {
  const on = vietnamDate(now)
  const posts = await loadPosts(db, on)
  const accounts = new Map(demonstrationAccounts().map((each) => [each.post, each.login]))
  const serving = postId ? [posts.all.get(postId)!] : posts.serving(queue)
  const post = serving.find((each) => accounts.has(each.id)) ?? serving[0]
  if (!post) throw new Error(`Nobody serves ${queue}`)
  return actorOf(db, post.id, accounts.get(post.id), on)
}

/** Files and accepts one dossier at its counter. */
export async function accepted(db: Db, now: Date, plan: Plan, seed: number): Promise<string | undefined> {
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
  const owner = ownerFrom(version.content, answers)
  const name = String(answerAt(answers, 'applicant.fullName') ?? owner.name)
  const { id } = await fileDossier(call, {
    ...{ procedureVersionId: version.id, receivingId, channel: 'counter', filedHow: 'assisted' },
    ...{
      owner,
      filer: { name, authorisation: name === owner.name ? null : 'Người nộp ghi trong đơn' },
      answers,
      documents: [],
      sets: 1,
    },
    ...{ returnBy: 'collect', returnAddress: null, demonstration: true },
  })
  const { papers } = await viewDossier(call, { id })
  const checks = papers.map((paper) => ({ documentKey: paper.key, verdict: 'there' as const }))
  await acceptDossier(call, { dossierId: id, checks })
  return id
}

/** The result as the form is filled; what the dossier does not say is written as an official would. */
async function prepared(call: Call, house: SigningHouse, dossierId: string) {
  const { db } = call
  const already = await db
    .selectFrom('dossier_result')
    .select('id')
    .where('dossier_id', '=', dossierId)
    .executeTakeFirst()
  if (already) return
  const view = await viewDossier(call, { id: dossierId })
  const { preparables, signatories } = await viewResult(call, view)
  const wanted = preparables.find((each) => each.outcome === 'grant')
  if (!wanted) return
  const { template, data, missing } = await draftFor(call, view, wanted, signatories[0]?.postId)
  const { properties = {} } = template.schema as { properties?: Record<string, { type?: string }> }
  const paper = { dossier: view.dossier, on: vietnamDate(call.now) }
  for (const each of missing) {
    const said = drafted(each, paper)
    data[each.key] = properties[each.key]?.type === 'array' ? [said] : said
  }
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
export async function carried(world: World, dossierId: string, until: string) {
  const { db, house, clock } = world
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const now = clock()
    const open = (await listTasks(db, dossierId)).find((task) => !task.doneAt && !task.side)
    if (!open || open.stepKind === until) return open && (await holderOf(db, open.queue, open.postId, now))
    const call: Call = { db, actor: await holderOf(db, open.queue, open.postId, now), now }
    if (open.stepKind === 'appraise' || open.stepKind === 'print') await prepared(call, house, dossierId)
    await completed(world, dossierId)
    const { acts, answer } = await viewDossier({ ...call, now: clock() }, { id: dossierId })
    const act = acts.find((each) => each.outcome === 'grant') ?? acts[0]!
    const command = { dossierId, act: act.key, remark: 'Đã kiểm tra, đúng quy định', answer: answer?.choices[0]?.key }
    const signs = ['decide', 'number', 'sign-book'].includes(open.stepKind)
    const later = { ...call, now: clock() }
    await takeResultStep(later, house, signs ? { ...command, secret: DEMONSTRATION_PIN } : command)
  }
  return undefined
}
