import { own } from '#own-keys'
import assert from 'node:assert/strict'
import { randomBytes, randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { answerApi } from '#server/api/index.ts'
import { confirmToken, createToken, insertAccount } from '#server/accounts/index.ts'
import { takeStep, viewDossier } from '#server/dossiers/index.ts'
import { hashPassword } from '#server/accounts/passwords.ts'
import { stopSetters } from '#server/papers/index.ts'
import { TOLD } from '#server/platform/bad-value.ts'
import { anonymousActor, type Call } from '#server/platform/call.ts'
import { migrateJobs } from '#server/platform/jobs.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { setRunning } from '#server/platform/running.ts'
import { readSettings } from '#server/platform/settings.ts'
import { anActor } from '#server/platform/testing.ts'
import { aSigningHouse } from '#server/signing/testing.ts'
import { REFUSALS, sentenceOf } from '#server/refusals.ts'
import { takeResultStep } from '#server/results/index.ts'
import { findResult } from '#server/results/queries.ts'
import { OnItsWay, PIN } from '#server/results/testing.ts'

after(stopSetters)

type Step = { dossierId: string; act: string; remark?: string; clause?: string; confirmed?: boolean }
/** Every way by which a step can be asked for from outside without a PIN: all answer with a code, or null when the step was taken. */
type Door = (call: Call, step: Step) => Promise<string | null>

const PASSWORD = 'Mot-Hai-Ba-4'
const codeOf = (error: unknown) => {
  if (error instanceof Refusal) return error.code
  throw error
}

/** The account of whoever holds a post. */
async function accountOf({ db, now, actor }: Call): Promise<string> {
  const { person_id: personId } = await db
    .selectFrom('appointment')
    .select('person_id')
    .where('post_id', '=', actor.postId!)
    .executeTakeFirstOrThrow()
  const there = await db.selectFrom('account').select('id').where('person_id', '=', personId).executeTakeFirst()
  if (there) return there.id
  const id = randomUUID()
  await insertAccount(db, { id, kind: 'official', fullName: actor.name, personId, at: now })
  return id
}

/** A token that acts as the post of a call. */
async function tokenOf(call: Call): Promise<string> {
  const { db, now, actor } = call
  const holder = await accountOf(call)
  const { id } = await db
    .selectFrom('account')
    .select('id')
    .where('login_name', '=', 'quantri')
    .executeTakeFirstOrThrow()
  const administrator = anActor({ 'tokens.change': [actor.organisationId!] }, { id })
  const command = {
    ...{ name: 'Phần mềm một cửa', postId: actor.postId!, organisationId: actor.organisationId! },
    ...{ scopes: ['read' as const, 'process' as const], reason: 'Kết nối thử nghiệm' },
    expiresAt: new Date(now.getTime() + 30 * 86_400_000),
  }
  const { id: made, token } = await createToken({ db, now, actor: administrator }, command)
  await db
    .updateTable('account')
    .set({ password_hash: await hashPassword(PASSWORD) })
    .where('id', '=', holder)
    .execute()
  await confirmToken({ ...call, actor: { ...actor, id: holder } }, { id: made, password: PASSWORD }).catch(
    (error: unknown) => void codeOf(error),
  )
  return token
}

const overApi: Door = async (call, { dossierId, ...body }) => {
  const { dossier } = await viewDossier(call, { id: dossierId })
  const request = new Request(`http://localhost/api/dossiers/${dossier.code}/step`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await tokenOf(call)}`,
      ...{ 'content-type': 'application/json', 'idempotency-key': randomBytes(8).toString('hex') },
    },
    body: JSON.stringify(body),
  })
  const response = await answerApi(request, { db: call.db, now: call.now, actor: anonymousActor })
  return response.status === 200 ? null : ((await response.json()) as { code: string }).code
}

/** Carries a dossier from its prepared result to its return, asking at every step, by every door, for each act without a PIN. */
async function askedEverywhere(way: OnItsWay, doors: Record<string, Door>) {
  const met: Record<string, Record<string, string | null>> = {}
  for (let at = 0; at < 12; at += 1) {
    const call = await way.holder()
    const view = await viewDossier(call, { id: way.id })
    const open = view.way.find((each) => !each.doneAt && !each.side)!
    if (open.stepKind === 'return') return met
    for (const act of ['check', 'decide', 'number'].includes(open.stepKind) ? view.acts : []) {
      const step = { dossierId: way.id, act: act.key, remark: 'Theo hồ sơ', clause: 'Điều 1', confirmed: true }
      // Without initials the page and the API approve by the step itself; a draft may be sent back unsigned.
      const free = open.stepKind === 'decide' ? !act.outcome : act !== view.acts[0]
      const asked = open.stepKind === 'check' ? { bare: doors.bare! } : doors
      const answers: Record<string, string | null> = {}
      for (const [name, door] of Object.entries(free ? {} : asked)) answers[name] = await door(call, step)
      if (!free) met[`${open.stepKind} ${act.outcome ?? ''}`.trim()] = answers
    }
    assert.equal((await way.view()).dossier.revision, view.dossier.revision, `${open.stepName} was taken`)
    if (open.stepKind === 'decide')
      await way.keys(call.actor.postId!, view.dossier.handlingId, {
        ...{ person: call.actor.name, title: call.actor.postTitle!, organisation: 'UBND' },
      })
    const act = view.acts.find((each) => each.outcome === 'grant') ?? view.acts[0]!
    await takeResultStep(call, way.h.house, { dossierId: way.id, act: act.key, remark: 'Theo hồ sơ', secret: PIN })
    await way.complete((await findResult(way.db, way.id))!.paperId)
  }
  throw new Error('never returned')
}

const same = (code: string) => ({ bare: code, page: code, api: code })

test('no door takes a step without what belongs to it: approval at the check, signature at the decision, seal at the number', async (t) => {
  const h = await aSigningHouse(t)
  await migrateJobs(h.pool)
  setRunning({ db: h.db, settings: { ...readSettings({}), dataDir: h.house.dataDir } })
  const doors: Record<string, Door> = {
    bare: (call, step) => takeStep(call, step).then(() => null, codeOf),
    page: (call, step) => takeResultStep(call, h.house, step).then(() => null, codeOf),
    api: overApi,
  }
  for (const procedure of ['1.004873', '2.000488']) {
    const way = await OnItsWay.file(h, procedure)
    await way.until('appraise')
    await way.prepare('grant')
    const { check, ...met } = await askedEverywhere(way, doors)
    assert.deepEqual(met, {
      'decide grant': same('results.pin-needed'),
      'decide refuse': same('results.outcome-differs'),
      number: same('results.pin-needed'),
    })
    assert.deepEqual(check, procedure === '2.000488' ? { bare: 'results.approval-needed' } : undefined)
  }
})

test('every rule of a table that is told by its name has its sentence', () => {
  for (const code of TOLD.values()) assert.ok(sentenceOf(code, {}).length > 20 && own(REFUSALS, code), code)
})
