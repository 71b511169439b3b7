import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { suppliedWords, turnWords, viewDossier, withdrawDossier } from '#server/dossiers/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion, nextProcedures } from '#server/procedures/index.ts'
import { suppliedLines } from '../../../form/supplied-lines.ts'
import { eventWords, wayLines } from '../../../dossier-words.ts'
import { REFUSALS } from '#server/refusals.ts'
import { cardOfDossier, viewResult } from '#server/results/index.ts'
import { dueWords } from '#ui/format.ts'
import { attempt, idOf, textOf } from '../../../refused.ts'
import { pathOf } from '../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const view = await viewDossier(locals.call, { code: params.code })
  if (locals.call.actor.kind === 'official') redirect(303, pathOf`/viec/${view.progress.code}`)
  const { progress, sections, papers, completion, dossier, attachments, powers } = view
  const done = ['settled', 'returned'].includes(progress.state)
  const { db, now } = locals.call
  const next = done
    ? await nextProcedures(
        db,
        (await getVersion(db, view.procedure.versionId)).content,
        vietnamDate(now),
        dossier.answers,
      )
    : []
  const result = view.turn?.readsDraft ? await viewResult(locals.call, view) : null
  const waiting = completion.filter((item) => !item.suppliedAt)
  return {
    progress,
    sections,
    papers: papers
      .filter((paper) => !paper.madeByForm)
      .map(({ key, name, need, check, files, originalShownAtCollection }) => ({
        key,
        name,
        need,
        verdict: check?.verdict ?? null,
        files,
        originalShownAtCollection,
      })),
    fresh:
      progress.state === 'filed'
        ? suppliedLines(await suppliedWords(locals.call, dossier, completion), attachments)
        : null,
    results: attachments.filter((each) => each.kind === 'result'),
    waiting,
    card: (await cardOfDossier(locals.call, dossier.id)) ?? null,
    slips: [
      ...(dossier.acceptedAt ? [{ key: 'giay-hen', words: 'Giấy hẹn' }] : []),
      ...(completion.length > 0 ? [{ key: 'bo-sung', words: 'Phiếu yêu cầu bổ sung' }] : []),
      ...(['declined', 'transferred'].includes(progress.state) ? [{ key: 'tu-choi', words: 'Phiếu từ chối' }] : []),
      ...(papers.some((paper) => paper.madeByForm) ? [{ key: 'to-khai', words: 'Tờ khai' }] : []),
    ],
    slipFault: own(REFUSALS, url.searchParams.get('loi') ?? '')?.vi ?? null,
    next,
    turn: view.turn && { ...view.turn, words: turnWords(view.turn, dueWords) },
    draftToRead: result?.draftToRead ?? false,
    collecting: view.collecting,
    way: wayLines(view, locals.call.now),
    events: view.events.map((event) => ({ seq: event.seq, at: event.at, words: eventWords(event) })).toReversed(),
    dossier: {
      ownerName: dossier.ownerName,
      filerName: dossier.filerName,
      returnBy: dossier.returnBy,
      feeState: dossier.feeState,
      feeTotal: dossier.feeTotal,
      feeReceipt: dossier.feeReceipt,
      id: dossier.id,
    },
    powers,
    byDesk: locals.call.actor.kind !== 'citizen',
    now: locals.call.now,
  }
}

export const actions: Actions = {
  rut: async ({ request, locals, params }) => {
    const form = await request.formData()
    const result = await attempt(form, () =>
      withdrawDossier(locals.call, {
        dossierId: idOf(form, 'ho-so'),
        reason: textOf(form, 'ly-do', 1000) || null,
      }),
    )
    if (!('code' in result)) return result
    redirect(303, pathOf`/ho-so/${params.code}`)
  },
}
