import type { Call, Db } from '#server/platform/call.ts'
import { acceptDossier, attachPaper, type DossierView, type ReturnBy, viewDossier } from '#server/dossiers/index.ts'
import { asHolder } from '#server/dossiers/testing.ts'
import { one } from '#server/papers/index.ts'
import { keepFile } from '#server/files/index.ts'
import { completeSignature } from '#server/signing/index.ts'
import { giveKey, PIN, type TestHouse } from '#server/signing/testing.ts'
import { aFiledDossier } from '#server/slips/testing.ts'
import { systemActor } from '#server/platform/call.ts'
import { chooseByHand, draftFor, prepareResult, takeResultStep, viewResult } from './index.ts'

/** The first of the answers that a body outside may give. */
export const answerOf = ({ answer }: Pick<DossierView, 'answer'>) => answer?.choices[0]?.key

/** A dossier on its way in a house where signing works; each call is ten minutes later than the one before. */
export class OnItsWay {
  readonly h: TestHouse
  readonly id: string
  constructor(h: TestHouse, id: string) {
    this.h = h
    this.id = id
  }
  get db(): Db {
    return this.h.db
  }
  static async file(
    h: TestHouse,
    procedureCode: string,
    given: { returnBy?: ReturnBy; atCounter?: boolean; answers?: Record<string, unknown> } = {},
  ) {
    const way = new OnItsWay(h, await aFiledDossier(h.db, procedureCode, h.clock.now, given))
    const call = await way.holder()
    const { papers } = await viewDossier(call, { id: way.id })
    const checks = papers.map(({ key }) => ({ documentKey: key, verdict: 'there' as const }))
    await acceptDossier(call, { dossierId: way.id, checks })
    return way
  }
  later(): Date {
    this.h.clock.now = new Date(this.h.clock.now.getTime() + 600_000)
    return this.h.clock.now
  }
  /** Whoever holds the open step. */
  holder = async (): Promise<Call> => asHolder(this.db, this.id, this.later())
  async view() {
    return viewDossier(await asHolder(this.db, this.id, this.h.clock.now), { id: this.id })
  }
  /** Takes the first act of each step until one of this kind is open. */
  async until(...kinds: string[]) {
    for (let step = 0; step < 30; step += 1) {
      const call = await this.holder()
      const view = await viewDossier(call, { id: this.id })
      const open = view.way.find((each) => !each.doneAt && !each.side)!
      if (kinds.includes(open.stepKind)) return { call, view }
      const step = {
        dossierId: this.id,
        act: view.acts[0]!.key,
        remark: 'Theo hồ sơ',
        confirmed: true,
        answer: answerOf(view),
      }
      const { lacking, mayChooseByHand } = await viewResult(call, view)
      // Nothing was prepared: its result goes by hand on paper, as an official would choose.
      if (mayChooseByHand && lacking.includes(step.act))
        await chooseByHand(call, { dossierId: this.id, reason: 'Ký trên giấy' })
      await takeResultStep(call, this.h.house, step)
    }
    throw new Error(`never came to ${kinds.join(', ')}`)
  }
  /** Keeps a file in the dossier as whoever holds it scans it. */
  async scan(bytes: Uint8Array, fileName = 'ban-quet.pdf'): Promise<string> {
    const call = await this.holder()
    const kept = { dataDir: this.h.house.dataDir, maxFileBytes: 1e8 }
    const file = await keepFile(call, kept, { name: fileName, bytes: one(bytes) })
    const { attachmentId } = await attachPaper(call, {
      dossierId: this.id,
      kind: 'working',
      document: { ...file, documentKey: 'working', documentName: 'Bản quét', sizeBytes: file.size },
    })
    return attachmentId
  }
  /** Prepares a result as the form is filled from the dossier; what it lacks is written. */
  async prepare(
    outcome: 'grant' | 'refuse',
    signerPostId?: string,
    { laidOn, key }: { laidOn?: string; key?: string } = {},
  ) {
    const call = await this.holder()
    const view = await viewDossier(call, { id: this.id })
    const { preparables, signatories, issuerId } = await viewResult(call, view)
    const wanted = preparables.find((each) => (key ? each.key === key : each.outcome === outcome))!
    const { template, data, missing } = await draftFor(
      call,
      view,
      wanted,
      signerPostId ?? signatories[0]?.postId,
      issuerId,
    )
    const { properties = {} } = template.schema as { properties?: Record<string, { type?: string }> }
    for (const { key } of missing) data[key] = properties[key]?.type === 'array' ? ['Theo hồ sơ'] : 'Theo hồ sơ'
    if (properties.personalNumber && !/^\d{12}$/.test(String(data.personalNumber))) data.personalNumber = '035226000018'
    return prepareResult(call, this.h.house, { dossierId: this.id, resultKey: wanted.key, data, laidOn })
  }
  /** A key with its certificate for a post, and for the seal of an organisation, where there is none yet. */
  async keys(postId: string, organisationId: string, names: { person: string; title: string; organisation: string }) {
    const { h } = this
    if (!h.certificates.some((each) => each.postId === postId))
      await giveKey(h, {
        ...{ organisationId, postId },
        profile: { kind: 'person', name: names.person, title: names.title, organisation: names.organisation },
      })
    if (!h.certificates.some((each) => each.kind === 'organisation' && each.organisationId === organisationId))
      await giveKey(h, { organisationId, profile: { kind: 'organisation', name: names.organisation } })
  }
  /** What the job does: timestamp and revocation data for every signature of a paper. */
  async complete(paperId: string) {
    const jobs = await this.db.selectFrom('signature_job').select('id').where('paper_id', '=', paperId).execute()
    for (const { id } of jobs)
      await completeSignature({ db: this.db, actor: systemActor, now: this.later() }, this.h.house, id)
  }
}
export { PIN }
