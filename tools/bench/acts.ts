import '#server/guards.ts'
import { randomBytes } from 'node:crypto'
import { grantsOfPost, loadPosts, type Post, queuesOf } from '#server/directory/index.ts'
import { fileDossier, type FileDossier, ownerFrom, takeStep } from '#server/dossiers/index.ts'
import type { Actor, Call, Db } from '#server/platform/call.ts'
import { keepFile } from '#server/files/index.ts'
import type { House } from '#server/platform/house.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, stepOf } from '#server/procedures/index.ts'
import { chanceOf } from '../../seeds/dossiers/chance.ts'
import { type Case, loadWorld } from '../../seeds/dossiers/world.ts'
import type { Client } from './client.ts'
import { type BenchStep, findOfficialAccount, insertBenchToken, listBenchSteps } from './queries.ts'

const citizen: Actor = {
  ...{ kind: 'citizen', id: '00000000-0000-7000-8000-000000000001', name: 'Người thử tải' },
  ...{ grants: new Map(), queues: [] },
}
const origin = { requestId: 'npm run bench' }

/** A PDF of one page and 120 KB that nobody has sent before. */
function attachment() {
  const inside = randomBytes(120_000)
  const words = 'BT /F 24 Tf 72 700 Td (Giay to kem theo ho so) Tj ET'
  return Buffer.concat([
    Buffer.from(
      '%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[3 0 R]/Count 1>>\nendobj\n' +
        '3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>\nendobj\n' +
        `4 0 obj\n<</Length ${words.length}>>\nstream\n${words}\nendstream\nendobj\n` +
        '5 0 obj\n<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>\nendobj\n' +
        `6 0 obj\n<</Length ${inside.length}>>\nstream\n`,
    ),
    inside,
    Buffer.from('\nendstream\nendobj\ntrailer\n<</Root 1 0 R/Size 7>>\n%%EOF\n'),
  ])
}
const casesOf = async (db: Db, channel: 'online' | 'counter'): Promise<Case[]> =>
  (await loadWorld(db, new Date(), chanceOf(9), 40)).cases.filter((each) =>
    each.version.content.channels.includes(channel),
  )
const NAME = 'Người Thử Tải'
/** The form says who the owner and the filer are where it asks for them: what stands beside it only repeats it. */
const partsOf = ({ version, answers, place }: Case) => {
  const applicant = answers.applicant as { fullName?: string } | undefined
  return {
    procedureVersionId: version.id,
    receivingId: place.receivingId,
    answers,
    owner: version.content.owner ? ownerFrom(version.content, answers) : { kind: 'person' as const, name: NAME },
    filer: { name: applicant?.fullName ?? NAME },
  }
}
const paper = { documentKey: 'giay-to', documentName: 'Giấy tờ', fileName: 'giay-to.pdf' }

/** Acts in this program: forms of every procedure that can be sent online, each with its attachment. */
export async function submittingDirectly({ db, settings }: House) {
  const cases = await casesOf(db, 'online')
  return async (turn: number) => {
    const now = new Date()
    const bytes = [attachment()] as unknown as AsyncIterable<Uint8Array>
    const file = await keepFile({ db, now }, settings, { name: paper.fileName, bytes })
    const command: FileDossier = {
      ...partsOf(cases[turn % cases.length]!),
      ...{ channel: 'online', filedHow: 'alone', sets: 1, returnBy: 'collect', returnAddress: null },
      documents: [{ ...paper, ...file, sizeBytes: file.size }],
    }
    await fileDossier({ db, actor: citizen, now, origin }, command)
  }
}

/** Tokens of systems, one for each post, made when first asked for. */
async function tokensOf(db: Db, scopes: ('file' | 'process')[]) {
  const posts = await loadPosts(db, vietnamDate(new Date()))
  const account = await findOfficialAccount(db)
  const made = new Map<string, Promise<string>>()
  const tokenOf = (post: Post | undefined) => {
    if (!post) return undefined
    const known = made.get(post.id)
    if (known) return known
    const token = insertBenchToken(db, post.id, account, scopes)
    made.set(post.id, token)
    return token
  }
  return { posts, tokenOf }
}

/** As a system of a desk does it: `PUT /api/files` with the bytes, then `POST /api/dossiers` with the form, each with the token of that desk. */
export async function submittingOverHttp({ db }: House, client: Client) {
  const { posts, tokenOf } = await tokensOf(db, ['file'])
  const ready: { each: Case; token: string }[] = []
  for (const each of await casesOf(db, 'counter')) {
    const token = await tokenOf(posts.serving(`${each.place.deskId}/receiver`)[0])
    if (token) ready.push({ each, token })
  }
  return async (turn: number) => {
    const { each, token } = ready[turn % ready.length]!
    const authorization = `Bearer ${token}`
    const file = JSON.parse(
      await client.send(
        'PUT',
        '/api/files',
        { authorization, 'content-type': 'application/octet-stream' },
        attachment(),
      ),
    ) as { sha256: string; sizeBytes: number; mediaType: string; receipt: string }
    const body = JSON.stringify({ ...partsOf(each), channel: 'counter', documents: [{ ...paper, ...file }] })
    const headers = {
      authorization,
      'content-type': 'application/json',
      'idempotency-key': randomBytes(12).toString('hex'),
    }
    await client.send('POST', '/api/dossiers', headers, Buffer.from(body))
  }
}

async function officialsOf(db: Db) {
  const on = vietnamDate(new Date())
  const known = new Map<string, Actor>()
  return async (post: Post): Promise<Actor> => {
    const before = known.get(post.id)
    if (before) return before
    const actor: Actor = {
      ...{ kind: 'official', id: `bench ${post.id}`, name: post.title, postId: post.id },
      ...{ organisationId: post.organisationId, grants: await grantsOfPost(db, post.id, on), queues: queuesOf(post) },
    }
    known.set(post.id, actor)
    return actor
  }
}

const PAPERLESS = ['receive', 'forward', 'assign']

/** Steps without a paper that wait in every unit, and the first act of each; `part` of two, so that both ways of stepping find some. */
async function waitingSteps(db: Db, part: 0 | 1) {
  const posts = await loadPosts(db, vietnamDate(new Date()))
  const waiting = (await listBenchSteps(db, 200_000)).filter((_, at) => at % 2 === part)
  let at = 0
  return async (): Promise<{ line: BenchStep; post: Post; act: string } | undefined> => {
    for (;;) {
      const line = waiting[at++]
      if (!line) return undefined
      const post = line.postId ? posts.all.get(line.postId) : posts.serving(line.queue)[0]
      const { content } = await getVersion(db, line.versionId)
      const step = stepOf(content, line.stepKey)
      const act = step.acts[0]
      // A token of a post that decides or numbers takes steps only when its holder has confirmed it: over HTTP the others step.
      const binds = part === 1 && post && (await grantsOfPost(db, post.id))
      if (binds && (binds.has('dossiers.decide') || binds.has('dossiers.number'))) continue
      // A step that wants its paper is refused without one: both sides of a comparison count only those that want none.
      if (post && act && PAPERLESS.includes(step.kind)) return { line, post, act: act.key }
    }
  }
}
const STEP = { remark: 'Theo hồ sơ', clause: 'Điều 1', confirmed: true }

/** Acts in this program: one step of a dossier that waits, each by an official of its holder. */
export async function steppingDirectly({ db }: House) {
  const [next, officialOf] = [await waitingSteps(db, 0), await officialsOf(db)]
  return async () => {
    const found = await next()
    if (!found) return false
    const call: Call = { db, actor: await officialOf(found.post), now: new Date(), origin }
    await takeStep(call, { dossierId: found.line.dossierId, act: found.act, ...STEP })
    return true
  }
}

/** As a system of the holder does it: `POST /api/dossiers/{code}/step` with the token of the post. */
export async function steppingOverHttp({ db }: House, client: Client) {
  const [next, { tokenOf }] = [await waitingSteps(db, 1), await tokensOf(db, ['process'])]
  return async () => {
    const found = await next()
    if (!found) return false
    const headers = {
      authorization: `Bearer ${(await tokenOf(found.post))!}`,
      ...{ 'content-type': 'application/json', 'idempotency-key': randomBytes(12).toString('hex') },
    }
    const body = Buffer.from(JSON.stringify({ act: found.act, ...STEP }))
    await client.send('POST', `/api/dossiers/${encodeURIComponent(found.line.code)}/step`, headers, body)
    return true
  }
}
