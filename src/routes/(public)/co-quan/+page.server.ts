import { type Directory, loadDirectory, type Organisation } from '#server/directory/index.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import type { PageServerLoad } from './$types.js'

const MOST_FOUND = 40
const lineOf = ({ id, name }: Organisation) => ({ id, name })

/** Units whose name holds every word that was typed, communes first: "xã tôi" is what people look for. */
function found(directory: Directory, words: string) {
  const typed = fold(words).split(' ').filter(Boolean)
  return directory
    .all()
    .filter((unit) => typed.every((word) => fold(unit.name).includes(word)))
    .toSorted((one, other) => Number(other.tier === 'commune') - Number(one.tier === 'commune'))
    .map((unit) => ({ ...lineOf(unit), in: directory.ancestors(unit.id).at(0)?.name ?? '' }))
}

/** The units of the province: its own bodies, and the districts with their communes folded away; or what a search names. */
export const load: PageServerLoad = async ({ locals, url, setHeaders }) => {
  const directory = await loadDirectory(locals.call.db)
  const words = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
  if (words) {
    const all = found(directory, words)
    return { words, found: all.slice(0, MOST_FOUND), more: all.length > MOST_FOUND, groups: [], own: [] }
  }
  setHeaders({ 'x-dinh-cache': 'organisations' })
  const roots = directory.all().filter((each) => !each.parentId)
  const below = roots.flatMap((root) => directory.children(root.id))
  const districts = below.filter((each) => each.tier === 'district')
  const communes = below.filter((each) => each.tier === 'commune')
  const groups = districts.map((district) => ({
    ...lineOf(district),
    units: directory.children(district.id).map(lineOf),
  }))
  if (communes.length > 0) groups.push({ id: '', name: 'Xã, phường', units: communes.map(lineOf) })
  const own = [...roots, ...below.filter((each) => each.tier !== 'district' && each.tier !== 'commune')].map(lineOf)
  return { words, found: [], more: false, groups, own }
}
