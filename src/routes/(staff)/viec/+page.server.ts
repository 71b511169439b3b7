import { own } from '#own-keys'
import { findChoices, listInbox, STATES } from '#server/dossiers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { getVersion } from '#server/procedures/index.ts'
import { addressWith, placeText, readFilter, readPlace } from '../inbox-filter.ts'
import { RenderedOnly } from '../../rendered-only.ts'
import { lastLook } from '../last-look.ts'
import { shownLines } from '../inbox-lines.ts'
import { STEP_KINDS } from '../inbox-words.ts'
import type { PageServerLoad } from './$types.js'

const inVietnamese = <T extends { label: string }>(options: T[]) =>
  options.toSorted((a, b) => a.label.localeCompare(b.label, 'vi'))

/** What the inbox can be narrowed to: only what it holds. */
async function choicesOf(call: Call) {
  const { procedures, stepKinds, states } = await findChoices(call)
  const contents = await Promise.all(
    procedures.map(async ({ code, versionId }) => ({ code, content: (await getVersion(call.db, versionId)).content })),
  )
  const fields = [...new Set(contents.map(({ content }) => content.field))]
  return {
    procedures: inVietnamese(
      contents.map(({ code, content }) => ({
        value: code,
        label: (content.shortName ?? content.name).slice(0, 120),
        group: content.field,
      })),
    ),
    fields: inVietnamese(fields.map((field) => ({ value: field, label: field }))),
    steps: stepKinds.map((kind) => ({ value: kind, label: own(STEP_KINDS, kind) ?? kind })),
    states: states.map((state) => ({ value: state, label: STATES[state].words })),
  }
}

export const load: PageServerLoad = async ({ locals, url, cookies }) => {
  const { call } = locals
  const { filter, given, faults, chosen } = await readFilter(call, url)
  const after = readPlace(url)
  const open = url.searchParams.has('mo') || Object.keys(faults).length > 0
  const [page, choices] = await Promise.all([
    listInbox(call, { ...filter, after }),
    open ? choicesOf(call) : Promise.resolve(null),
  ])
  const tab = (key: string | null) => addressWith(url, { loc: key })
  return {
    counts: page.counts,
    only: filter.only ?? null,
    tabs: { all: tab(null), late: tab('late'), today: tab('today'), new: tab('new') },
    filters: { given, faults, chosen, choices, more: addressWith(url, { mo: '1' }), bare: tab(null).split('?')[0]! },
    items: new RenderedOnly(await shownLines(call, page.items, lastLook(cookies, call))),
    next: page.next ? addressWith(url, { sau: placeText(page.next) }) : null,
    first: after ? addressWith(url, {}) : null,
    sheet: addressWith(url, { mo: null }, '/viec/bang-tinh'),
  }
}
