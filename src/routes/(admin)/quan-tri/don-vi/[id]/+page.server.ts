import { own } from '#own-keys'
import { viewUnit } from '#server/directory/index.ts'
import { FUNCTIONS, KINDS, SCHEMES, spanWords, SUCCESSIONS, TIERS } from '../../directory-words.ts'
import type { PageServerLoad } from './$types.js'

export const load: PageServerLoad = async ({ locals, params }) => {
  const view = await viewUnit(locals.call, params.id)
  const { unit } = view
  return {
    ...{ id: unit.id, name: unit.name, abolishedOn: unit.abolishedOn, parent: view.parent, children: view.children },
    facts: [
      { title: 'Mã trong hệ thống', words: unit.id },
      { title: 'Loại', words: own(KINDS, unit.kind) ?? unit.kind },
      { title: 'Cấp', words: own(TIERS, unit.tier) ?? unit.tier },
      { title: 'Địa chỉ', words: unit.address ?? '' },
      { title: 'Điện thoại', words: unit.phone ?? '' },
      { title: 'Lĩnh vực', words: unit.functions.map((each) => own(FUNCTIONS, each) ?? each).join(', ') },
    ],
    versions: view.versions.map((each) => ({
      ...{ span: spanWords(each.from, each.to), name: each.name, parentName: each.parentName },
      legalBasis: each.legalBasis ?? '',
    })),
    codes: view.codes.map((each) => ({
      ...{ scheme: own(SCHEMES, each.scheme) ?? each.scheme, code: each.code, span: spanWords(each.from, each.to) },
    })),
    desks: view.desks.map((each) => ({ ...each, span: spanWords(each.from, each.to) })),
    successions: view.successions.map((each) => ({ ...each, kind: own(SUCCESSIONS, each.kind) ?? each.kind })),
    posts: view.posts.map((each) => ({ ...each, span: spanWords(each.from, each.to) })),
  }
}
