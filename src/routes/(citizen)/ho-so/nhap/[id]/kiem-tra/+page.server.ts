import { own } from '#own-keys'
import { redirect } from '@sveltejs/kit'
import { findAccount, openAccountAtDesk } from '#server/accounts/index.ts'
import { loadDirectory } from '#server/directory/index.ts'
import { DocumentVerdict, ownerFrom, playedBack, withNumbersCovered } from '#server/dossiers/index.ts'
import { acceptDraft, chooseReturn, sendDraft, viewDraft } from '#server/filing/index.ts'
import type { Call } from '#server/platform/call.ts'
import { inTransaction } from '#server/platform/call.ts'
import { hasInk } from '#server/platform/values/index.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { answerAt, fieldsOf, sectionsOf } from '#server/procedures/index.ts'
import { keepReceipt } from '../../../../../flash.ts'
import { attempt, countOf, moneyOf, textOf } from '../../../../../refused.ts'
import { counterWords } from '../../../../../form/counter-words.ts'
import { newerOf } from '../../../../../form/newer-version.ts'
import { pathOf } from '../../../../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const view = await viewDraft(locals.call, params.id)
  if (view.draft.sentDossierId) redirect(303, locals.call.actor.kind === 'official' ? '/viec' : '/ho-so')
  const { content } = view.version
  const directory = await loadDirectory(locals.call.db)
  const desk = view.draft.deskId !== null
  const spoken = <T>(words: T): T => (desk ? counterWords(words) : words)
  const owner = ownerFrom(content, view.draft.answers)
  const played = playedBack(content, view.draft.answers, directory, vietnamDate(locals.call.now))
  const account = desk ? undefined : await findAccount(locals.call.db, locals.call.actor.id)
  return {
    id: params.id,
    name: content.name,
    desk,
    /** Who is known to file for themselves is not asked by what right; and a form that asked for the electronic copy asks once. */
    forOneself: Boolean(account?.identityNumber) && account?.identityNumber === owner.identity,
    electronicAsked: sectionsOf(content.form!, view.draft.answers, vietnamDate(locals.call.now))
      .flatMap((section) => fieldsOf(section.fields))
      .some(({ path }) => path.endsWith('.electronic')),
    /** Without a phone an account is not proposed: the person could only sign in by the identity number. */
    phone: hasInk(String(answerAt(view.draft.answers, 'applicant.phone') ?? '')),
    ...newerOf(view),
    draft: {
      version: view.draft.version,
      receivingId: view.draft.receivingId,
      returnBy: view.draft.returnBy,
      returnAddress: view.draft.returnAddress,
      authorisation: view.draft.authorisation,
      filedHow: view.draft.filedHow,
    },
    sections: spoken(locals.call.actor.owesIdentityCode ? withNumbersCovered(played) : played),
    papers: view.papers
      .filter((paper) => !paper.madeByForm)
      .map(({ key, name, need, optional, files, form }) => ({ key, name, need, optional, form, files })),
    places: view.places.slice(0, 130),
    placeWords: view.placeWords,
    fees: view.fees,
    total: view.fees.reduce((sum, fee) => sum + (fee.total ?? 0), 0),
    faults: spoken(view.faults),
    doubts: spoken(view.doubts),
    missingPapers: view.missingPapers,
    limits: content.timeLimits
      .filter((limit) => limit.chosenAtDesk)
      .map(({ key, name }) => ({ value: key, label: name })),
  }
}

const choiceOf = (form: FormData, draftId: string) => ({
  ...{ draftId, version: countOf(form, 'ban'), receivingId: textOf(form, 'noi-nhan', 100) || null },
  ...{ returnBy: textOf(form, 'tra-qua', 20) || 'collect', returnAddress: textOf(form, 'dia-chi-tra', 400) || null },
  authorisation: textOf(form, 'uy-quyen', 400) || null,
  filedHow: textOf(form, 'cach-nop', 20) === 'on-behalf' ? ('on-behalf' as const) : ('assisted' as const),
})

const FEE_FIELDS: Readonly<Record<string, string>> = {
  ...{ 'fee.state': 'thu-phi', 'fee.receipt': 'bien-lai', 'fee.reason': 'ly-do-mien' },
}
const deskField = (field: string) => own(FEE_FIELDS, field) ?? field.replace(/^checks\./, 'giay:')

const checksOf = (form: FormData) =>
  [...form.keys()]
    .filter((name) => name.startsWith('giay:'))
    .flatMap((name) => {
      const verdict = DocumentVerdict.safeParse(form.get(name))
      return verdict.success ? [{ documentKey: name.slice(5), verdict: verdict.data }] : []
    })

const feeOf = (form: FormData) => {
  const state = textOf(form, 'thu-phi', 10)
  const total = moneyOf(form)
  return state === 'paid' || state === 'exempt' || state === 'due'
    ? ({
        state,
        total,
        receipt: textOf(form, 'bien-lai', 60) || null,
        reason: textOf(form, 'ly-do-mien', 400) || null,
      } as const)
    : null
}

/** The person at the counter gets an account when the official chose so and the draft names a căn cước. */
async function accountFor(call: Call, form: FormData, answers: unknown, organisationId: string | null) {
  const wanted = textOf(form, 'lap-tai-khoan', 10)
  const number = String(answerAt(answers, 'applicant.identity.number') ?? '')
  const fullName = String(answerAt(answers, 'applicant.fullName') ?? '')
  if (!['lap', 'cap-lai'].includes(wanted)) return { accountId: null, claimCode: null, outcome: 'not-wanted' as const }
  if (!organisationId || !/^\d{12}$/.test(number) || !fullName)
    return { accountId: null, claimCode: null, outcome: 'no-identity' as const }
  const phone = String(answerAt(answers, 'applicant.phone') ?? '') || null
  return openAccountAtDesk(call, {
    organisationId,
    fullName,
    identityNumber: number,
    phone,
    renew: wanted === 'cap-lai',
  })
}

export const actions: Actions = {
  gui: async ({ request, locals, params }) => {
    const form = await request.formData()
    const choice = choiceOf(form, params.id)
    const result = await attempt(form, () => sendDraft(locals.call, params.id, choice))
    if (!('code' in result && 'answerBy' in result)) {
      // Not sent: what was chosen is kept while the rest is mended.
      await attempt(form, () => chooseReturn(locals.call, choice))
      return result
    }
    redirect(303, pathOf`/ho-so/${result.code}/da-gui`)
  },
  nhan: async ({ request, locals, params, cookies }) => {
    const form = await request.formData()
    const result = await attempt(
      form,
      () =>
        inTransaction(locals.call, async (call) => {
          await chooseReturn(call, choiceOf(form, params.id))
          const { draft } = await viewDraft(call, params.id)
          const { accountId, claimCode, outcome } = await accountFor(call, form, draft.answers, draft.receivingId)
          const accepted = await acceptDraft(call, {
            draftId: params.id,
            accountId,
            checks: checksOf(form),
            timeLimitKey: textOf(form, 'thoi-han', 60) || null,
            fee: feeOf(form),
          })
          return { ...accepted, claimCode, outcome }
        }),
      { form: 'nhan', fields: deskField },
    )
    if (!('receiptSecret' in result)) return result
    keepReceipt({ cookies, locals }, result.code, result)
    redirect(303, pathOf`/giay-hen/${result.code}?lap=${result.outcome}`)
  },
}
