import { loadDirectory } from '#server/directory/index.ts'
import { running } from '#server/platform/running.ts'
import {
  askOfAgent,
  finishAtAgent,
  finishSession,
  isPlaceAtAgent,
  openSession,
  prepareAtAgent,
  receivedSession,
  sealPaper,
  signPaper,
  viewPaperToSign,
} from '#server/signing/index.ts'
import { attempt, idOf, textOf } from '../../../refused.ts'
import { codeAskedFor, pinOf, shownPin, theSigningHouse } from '../../../signing-words.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params, url }) => {
  const { paper, places } = await viewPaperToSign(locals.call, params.id)
  const wanted = url.searchParams.get('cho')
  const mine = places.find((place) => place.isMine && place.key === wanted) ?? places.find((place) => place.isMine)
  const { organisationId } = paper
  const house = await theSigningHouse()
  const isAtAgent = mine !== undefined && (await isPlaceAtAgent(locals.call, house, { by: mine.by, organisationId }))
  const { id: paperId, revision } = paper
  return {
    paper: { id: paper.id, title: paper.title, code: paper.code, notation: paper.notation, state: paper.state },
    unit: (await loadDirectory(locals.call.db)).organisation(paper.organisationId)?.name ?? '',
    places: places.map(({ key, by, job }) => ({ key, by, level: job?.level ?? null, waits: job?.state === 'waiting' })),
    mine: mine ? { key: mine.key, by: mine.by, symbol: mine.request?.symbol ?? null } : null,
    isAtAgent,
    received: isAtAgent ? ((await receivedSession(locals.call, { paperId, key: mine.key, revision })) ?? null) : null,
    agent: running().settings.signingAgent ?? null,
    shownPin: await shownPin(),
    asked: mine ? await codeAskedFor(locals.call, mine.by, organisationId) : null,
  }
}

export const actions: Actions = {
  ky: async ({ request, locals, params }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const { call } = locals
      const key = textOf(form, 'cho', 60)
      const { places } = await viewPaperToSign(call, params.id)
      const act = places.find((place) => place.key === key)?.by === 'seal' ? sealPaper : signPaper
      const oneTimeCode = textOf(form, 'ma-mot-lan', 20)
      const secret = pinOf(form)
      const command = { paperId: params.id, key, secret, ...(oneTimeCode ? { oneTimeCode } : {}) }
      const paper = await act(call, await theSigningHouse(), command)
      return { done: paper.notation ? `Đã ký, số ${paper.notation}.` : 'Đã ký.' }
    })
  },
  'chuan-bi': async ({ request, locals, params, url }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const wish = { paperId: params.id, key: textOf(form, 'cho', 60) }
      const house = await theSigningHouse()
      if (house.agentMode === 'attributes') {
        const { id, content, isPss, notation } = await prepareAtAgent(locals.call, house, wish)
        const ask = JSON.stringify({ JsonContent: content, IsPss: `${isPss}` })
        return { prepared: { id, notation, verb: 'SignJson', ask, act: 'ky-thiet-bi' } }
      }
      // The address by which the signer's machine reaches this program is the one it has just used.
      const session = await openSession(locals.call, { ...house, origin: url.origin }, wish)
      const { id, notation, verb } = session
      return { prepared: { id, notation, verb, ask: askOfAgent(session), act: 'nhan-ban-ky' } }
    })
  },
  'nhan-ban-ky': async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const wish = { sessionId: idOf(form, 'chuan-bi'), documentNumber: textOf(form, 'so-van-ban', 100) }
      const paper = await finishSession(locals.call, await theSigningHouse(), wish)
      return { done: paper.notation ? `Đã ký, số ${paper.notation}.` : 'Đã ký.' }
    })
  },
  'ky-thiet-bi': async ({ request, locals }) => {
    const form = await request.formData()
    return attempt(form, async () => {
      const wish = { preparationId: idOf(form, 'chuan-bi'), value: textOf(form, 'chu-ky') }
      const paper = await finishAtAgent(locals.call, await theSigningHouse(), wish)
      return { done: paper.notation ? `Đã ký, số ${paper.notation}.` : 'Đã ký.' }
    })
  },
}
