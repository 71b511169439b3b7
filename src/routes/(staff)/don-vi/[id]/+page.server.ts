import { loadDirectory } from '#server/directory/index.ts'
import { listHolders, listUnitTasks } from '#server/dossiers/index.ts'
import { addressWith, placeText, readFilter, readPlace } from '../../inbox-filter.ts'
import { lastLook } from '../../last-look.ts'
import { shownLines } from '../../inbox-lines.ts'
import { readHolder, shownHolders } from '../holders.ts'
import type { PageServerLoad } from './$types.js'

const PEOPLE = 300

export const load: PageServerLoad = async ({ locals, params, url, cookies }) => {
  const { call } = locals
  const given = url.searchParams.get('nguoi')
  const { filter, ...read } = await readFilter(call, url)
  const after = readPlace(url)
  const page = await listUnitTasks(call, params.id, { ...filter, holder: readHolder(given), after })
  const [directory, loads] = await Promise.all([
    loadDirectory(call.db),
    listHolders(call, { unitId: params.id, limit: PEOPLE }),
  ])
  const people = await shownHolders(call, loads.items)
  const names = new Map(people.map((each) => [each.key, each.person ?? each.words]))
  const lines = await shownLines(call, page.items, lastLook(cookies, call))
  const person = people.find((each) => each.key === given)
  const bare = url.pathname
  const tab = (key: string | null) => addressWith(url, { loc: key })
  return {
    id: params.id,
    unit: directory.organisation(params.id)?.name ?? params.id,
    counts: page.counts,
    only: filter.only ?? null,
    tabs: { all: tab(null), late: tab('late'), today: tab('today'), new: tab('new') },
    people: people.map(({ key, words, person: name, open }) => ({
      value: key,
      label: `${name ? `${name}, ` : ''}${words} (${open})`,
    })),
    given: { person: given, text: read.given.q ?? null },
    chosen: [
      ...(given
        ? [
            {
              name: 'nguoi',
              words: person ? (person.person ?? person.words) : 'Người không còn giữ việc nào',
              without: addressWith(url, { nguoi: null }),
            },
          ]
        : []),
      ...read.chosen,
    ],
    bare,
    items: lines.map((line, at) => {
      const { postId, queue } = page.items[at]!
      return { ...line, holder: names.get(postId ? `chuc-vu:${postId}` : `hang:${queue}`) ?? '' }
    }),
    next: page.next ? addressWith(url, { sau: placeText(page.next) }) : null,
    first: after ? addressWith(url, {}) : null,
    sheet: addressWith(url, {}, `${bare}/bang-tinh`),
  }
}
