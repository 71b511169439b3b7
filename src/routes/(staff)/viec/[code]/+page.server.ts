import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { type Call, mayAnywhere } from '#server/platform/call.ts'
import {
  acceptDossier,
  answerOpinion,
  askCompletion,
  askOpinion,
  declineDossier,
  reassignTask,
  receiveTask,
  recordFee,
  ReturnBy,
  returnResult,
  supplyCompletion,
  viewDossier,
  dueYearUnlisted,
} from '#server/dossiers/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { competentUnits, feesFor, getVersion } from '#server/procedures/index.ts'
import { cardOfDossier, takeResultStep, viewBlankPrinting, viewResult } from '#server/results/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { eventWords, wayLines } from '../../../dossier-words.ts'
import { keepReceipt } from '../../../flash.ts'
import { attempt, textOf } from '../../../refused.ts'
import { REFUSALS } from '#server/refusals.ts'
import type { Actions, PageServerLoad } from './$types.js'
import { theSigningHouse } from '../../../signing-house.ts'
import { codeAskedFor } from '../../../signing-words.ts'
import { papersToView } from './papers-to-view.ts'
import { blanksShown, resultShown } from './result-shown.ts'
import { checksOf, feeOf, itemsOf, optional, target } from './desk-form.ts'

/** The kind of place that a step signs. */
const BY = { initial: 'initials', sign: 'leader', seal: 'seal' } as const
const DONE: Record<string, string> = { xong: 'Đã ghi nhận.', them: 'Đã thêm tệp vào hồ sơ.' }

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
  return {
    ...{ progress: view.progress, procedure: view.procedure, sections: view.sections, doubts: view.doubts },
    ...{ acts: view.acts, powers: view.powers, whyNot: view.whyNot },
    papers: view.papers.filter((paper) => !paper.madeByForm),
    viewing: papersToView(view, url.searchParams.get('giay'), result.current?.paper),
    result: resultShown(result),
    asked: result.wants ? await codeAskedFor(call, BY[result.wants], dossier.handlingId) : null,
    blanks: blanksShown(await viewBlankPrinting(call, view)),
    dueYearUnlisted: await dueYearUnlisted(call.db, dossier.handlingId, dossier.dueAt, vietnamDate(call.now)),
    mayPrintCards: mayAnywhere(call.actor, 'cards.print'),
    card: (await cardOfDossier(call, dossier.id)) ?? null,
    done: own(DONE, url.searchParams.get('da') ?? '') ?? null,
    results: view.attachments.filter((each) => each.kind === 'result' || each.kind === 'working'),
    completion: view.completion,
    way: wayLines(view, call.now),
    opinions: view.opinions,
    mayAnswer: view.opinions
      .filter((each) => !each.doneAt && call.actor.queues.some((queue) => own(view.queuesOf, each.id) === queue))
      .map((each) => each.id),
    consults: view.consults,
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
    uploadFault: own(REFUSALS, url.searchParams.get('loi') ?? '')?.vi ?? null,
  }
}

const stay = async (form: FormData, params: { code: string }, act: () => Promise<unknown>) => {
  const result = await attempt(form, async () => {
    await act()
    return { done: true as const }
  })
  if (!('done' in result)) return result
  redirect(303, `/viec/${params.code}?da=xong`)
}

const acting =
  (act: (call: Call, form: FormData) => Promise<unknown>) =>
  async ({ request, locals, params }: { request: Request; locals: App.Locals; params: { code: string } }) => {
    const form = await request.formData()
    return stay(form, params, () => act(locals.call, form))
  }

export const actions: Actions = {
  'tiep-nhan': async ({ request, locals, params, cookies }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      acceptDossier(locals.call, {
        ...target(form),
        checks: checksOf(form),
        timeLimitKey: optional(form, 'thoi-han', 60),
        fee: feeOf(form),
      }),
    )
    if (!('receiptSecret' in result)) return result
    keepReceipt({ cookies, locals }, params.code, result)
    redirect(303, `/giay-hen/${params.code}`)
  },
  'bo-sung': async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      askCompletion(locals.call, { ...target(form), items: itemsOf(form), checks: checksOf(form) }),
    )
    if (!('round' in result)) return result
    redirect(303, `/phieu/${params.code}`)
  },
  'tu-choi': async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, async () => {
      const directory = await loadDirectory(locals.call.db)
      const handOverTo = optional(form, 'chuyen-den', 100)
      const rightPlace =
        textOf(form, 'noi-dung', 600) || (handOverTo ? (directory.organisation(handOverTo)?.name ?? '') : '')
      return declineDossier(locals.call, {
        ...target(form),
        reason: textOf(form, 'ly-do', 2000),
        clause: textOf(form, 'dieu-khoan', 400),
        rightPlace,
        handOverTo,
      })
    })
    if (!('handedOver' in result)) return result
    redirect(303, `/phieu/${params.code}`)
  },
  'nhan-ban-giao': acting((call, form) => receiveTask(call, target(form))),
  buoc: acting(async (call, form) =>
    takeResultStep(call, await theSigningHouse(), {
      ...target(form),
      ...{ act: textOf(form, 'viec', 100), remark: optional(form, 'y-kien'), confirmed: form.has('xac-nhan') },
      ...{ clause: optional(form, 'dieu-khoan', 400), assignTo: optional(form, 'giao-cho', 200) },
      ...{ resultNumber: optional(form, 'so-ket-qua', 100), secret: optional(form, 'mat-khau-ky', 200) ?? undefined },
      oneTimeCode: optional(form, 'ma-mot-lan', 20) ?? undefined,
    }),
  ),
  'phan-cong': acting((call, form) =>
    reassignTask(call, {
      ...target(form),
      postId: optional(form, 'giao-cho', 200),
      reason: optional(form, 'ly-do', 1000),
    }),
  ),
  'thu-tien': acting((call, form) =>
    recordFee(call, {
      ...target(form),
      ...(feeOf(form) ?? { state: 'due', total: 0 }),
      state: (feeOf(form)?.state ?? 'due') as 'due',
      reason: optional(form, 'ly-do-mien', 400),
    }),
  ),
  'xin-y-kien': acting((call, form) =>
    askOpinion(call, {
      ...target(form),
      consult: Number(form.get('co-quan')),
      question: textOf(form, 'cau-hoi', 2000),
    }),
  ),
  'cho-y-kien': acting((call, form) =>
    answerOpinion(call, {
      ...target(form),
      taskId: textOf(form, 'viec', 40),
      agrees: textOf(form, 'dong-y', 5) === 'true',
      words: textOf(form, 'y-kien'),
    }),
  ),
  'bo-sung-ho': acting((call, form) =>
    supplyCompletion(call, {
      ...target(form),
      documents: [],
      words: textOf(form, 'loi-nhan', 2000) || 'Người dân đã nộp đủ tại một cửa',
    }),
  ),
  'tra-ket-qua': acting((call, form) =>
    returnResult(call, {
      ...target(form),
      by: ReturnBy.catch('collect').parse(form.get('tra-qua')),
      ...{
        collectedBy: optional(form, 'nguoi-nhan', 400),
        collectedPaper: optional(form, 'giay-to', 200),
        relation: optional(form, 'quan-he', 200),
      },
      ...{ postNumber: optional(form, 'buu-gui', 100), originalsShown: form.has('da-xem') },
    }),
  ),
}
