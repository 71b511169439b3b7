import { own } from '#own-keys'
import { mayAnywhere } from '#server/platform/call.ts'
import { type DossierView, dueYearUnlisted, suppliedWords, viewDossier } from '#server/dossiers/index.ts'
import { listLooks } from '#server/files/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { competentUnits, feesFor, getVersion } from '#server/procedures/index.ts'
import { cardOfDossier, viewBlankPrinting, viewResult } from '#server/results/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { suppliedLines } from '../../../form/supplied-lines.ts'
import { doneWords, eventWords, wayLines } from '../../../dossier-words.ts'
import { faultOfAddress } from '../../../file-fault.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { codeAskedFor } from '../../../signing-words.ts'
import { papersToView } from './papers-to-view.ts'
import { blanksShown, resultShown } from './result-shown.ts'
import { answersAsked } from './answers-asked.ts'
import { DESK_ACTS } from './desk-acts.ts'
import { STEP_ACTS } from './step-acts.ts'

/** The kind of place that a step signs. */
const BY = { initial: 'initials', sign: 'leader', seal: 'seal' } as const
/** What the act before has done, read from the history: nothing where the newest event of this official is another. */
const DONE = {
  xong: (view: DossierView, actorId: string) => doneWords(view.events.findLast((each) => each.actorId === actorId)),
  them: () => 'Đã thêm tệp vào hồ sơ.',
}

/** Where a dossier was handed over to, with its new code. */
function movedTo({ events }: DossierView): { place: string; code: string } | null {
  const facts = events.findLast((each) => each.kind === 'handed-over')?.facts
  return typeof facts?.newCode === 'string' ? { place: String(facts.rightPlace ?? ''), code: facts.newCode } : null
}

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { call } = locals
  const view = await viewDossier(call, { code: params.code })
  const { dossier } = view
  const directory = await loadDirectory(call.db)
  const { content } = await getVersion(call.db, dossier.procedureVersionId)
  const on = vietnamDate(dossier.filedAt)
  const channel = dossier.channel as 'online'
  const fees = feesFor(content, { answers: dossier.answers, channel, groups: [], on })
  const units = competentUnits(content.receiving, dossier.answers, directory, on).units
  const open = view.way.find((step) => !step.doneAt && !step.side)
  const result = await viewResult(call, view)
  const asked = answersAsked(view, content, call.actor)
  const looks = await listLooks(
    call.db,
    view.attachments.map(({ fileSha256 }) => fileSha256),
  )
  return {
    ...{ progress: view.progress, procedure: view.procedure, sections: view.sections, doubts: view.doubts },
    ...{ acts: view.acts, powers: view.powers, whyNot: view.whyNot },
    papers: view.papers.filter((paper) => !paper.madeByForm),
    viewing: papersToView(view, url.searchParams.get('giay'), result.current?.paper, looks),
    result: resultShown(result),
    asked: result.wants ? await codeAskedFor(call, BY[result.wants], dossier.handlingId) : null,
    blanks: blanksShown(await viewBlankPrinting(call, view)),
    dueYearUnlisted: await dueYearUnlisted(call.db, dossier.handlingId, dossier.dueAt, vietnamDate(call.now)),
    mayPrintCards: mayAnywhere(call.actor, 'cards.print'),
    card: (await cardOfDossier(call, dossier.id)) ?? null,
    done: own(DONE, url.searchParams.get('da') ?? '')?.(view, call.actor.id) ?? null,
    results: view.attachments.filter((each) => each.kind === 'result' || each.kind === 'working'),
    completion: view.completion,
    fresh:
      dossier.state === 'filed'
        ? suppliedLines(await suppliedWords(call, dossier, view.completion), view.attachments)
        : null,
    way: wayLines(view, call.now),
    ...{ opinions: asked.opinions, toAnswer: asked.toAnswer, answer: asked.answer },
    consults: view.consults,
    movedTo: movedTo(view),
    candidates: view.candidates,
    events: view.events.map((event) => ({ seq: event.seq, at: event.at, words: eventWords(event) })).toReversed(),
    open: open
      ? {
          name: open.stepName,
          kind: open.stepKind,
          dueAt: open.dueAt,
          received: open.receivedAt !== null,
          holder: open.holder,
          late: open.late,
        }
      : null,
    dossier: {
      ...{
        id: dossier.id,
        revision: dossier.revision,
        ownerName: dossier.ownerName,
        ownerBirth: dossier.ownerBirth,
        ownerIdentity: dossier.ownerIdentity,
        ownerPhone: dossier.ownerPhone,
      },
      ...{
        filerName: dossier.filerName,
        authorisation: dossier.authorisation,
        channel: dossier.channel,
        filedHow: dossier.filedHow,
        returnBy: dossier.returnBy,
      },
      ...{
        returnAddress: dossier.returnAddress,
        feeState: dossier.feeState,
        feeTotal: dossier.feeTotal,
        feeReceipt: dossier.feeReceipt,
        outcome: dossier.outcome,
      },
    },
    fees,
    feeTotal: fees.reduce((sum, fee) => sum + (fee.total ?? 0), 0),
    limits: content.timeLimits
      .filter((limit) => limit.chosenAtDesk)
      .map(({ key, name }) => ({ value: key, label: name })),
    places: directory
      .all()
      .filter((unit) => unit.tier === content.tier && directory.deskOf(unit.id) && unit.id !== dossier.receivingId)
      .map((unit) => ({
        value: unit.id,
        label: unit.name,
        group: units.includes(unit.id) ? 'Đúng thẩm quyền theo tờ khai' : 'Nơi khác',
      }))
      .toSorted((a, b) => (a.group === b.group ? a.label.localeCompare(b.label, 'vi') : a.group < b.group ? 1 : -1)),
    uploadFault: faultOfAddress(url),
  }
}

export const actions: Actions = { ...DESK_ACTS, ...STEP_ACTS }
