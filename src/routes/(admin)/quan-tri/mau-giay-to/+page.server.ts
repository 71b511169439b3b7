import { listTemplateWork } from '#server/papers/index.ts'
import { KINDS, kindWords, readKind } from './kind-words.ts'
import { pathOf } from '../../../path-of.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, url }) => {
  const kind = readKind(url.searchParams.get('loai'))
  const words = (url.searchParams.get('q') ?? '').slice(0, 200)
  const lines = await listTemplateWork(locals.call, { kind, words })
  const groups = KINDS.map(({ value, label }) => ({
    label,
    items: lines
      .filter((each) => each.kind === value)
      .map(({ key, name, legalBasis, verified, version, state, effectiveFrom }) => ({
        ...{ key, name, legalBasis, verified, version, state, effectiveFrom, kind: kindWords(value) },
      })),
  })).filter((group) => group.items.length > 0)
  return {
    kind: kind ?? '',
    words,
    kinds: KINDS,
    groups,
    count: lines.length,
    sheet: pathOf`/quan-tri/mau-giay-to/bang-tinh?${url.searchParams}`,
  }
}
