import { own } from '#own-keys'
import { fail, redirect } from '@sveltejs/kit'
import { batchWords, makeBatch, viewCards } from '#server/results/index.ts'
import { attempt, textOf } from '../../refused.ts'
import { CARD_KIND_WORDS } from './card-words.ts'
import { pathOf } from '../../path-of.ts'
import type { Actions, PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals }) => {
  const { places, batches } = await viewCards(locals.call)
  return {
    places: places.map((place) => ({
      ...place,
      waiting: place.waiting.map((each) => ({
        ...each,
        kind: own(CARD_KIND_WORDS, each.templateKey) ?? each.templateKey,
      })),
      batches: batches
        .filter((batch) => batch.organisationId === place.id)
        .map((batch) => ({
          ...{ id: batch.id, words: batchWords(batch), cards: batch.cards, spoiled: batch.spoiled },
          ...{ state: batch.state, madeAt: batch.madeAt, madeByName: batch.madeByName },
        })),
    })),
  }
}

export const actions: Actions = {
  lap: async ({ request, locals }) => {
    const form = await request.formData()
    const resultIds = form.getAll('chon').filter((each): each is string => /^[0-9a-f-]{36}$/.test(String(each)))
    const made = await attempt(form, () =>
      makeBatch(locals.call, { organisationId: textOf(form, 'noi', 100), resultIds: [...new Set(resultIds)] }),
    )
    if (!('sha256' in made)) return fail(made.status, { ...made.data, chosen: resultIds })
    redirect(303, pathOf`/the/${made.id}?da=lap`)
  },
}
