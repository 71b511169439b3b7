import assert from 'node:assert/strict'
import { test } from 'node:test'
import { posts } from '../../../seeds/directory/people.ts'
import { tree } from '../../../seeds/directory/tree.ts'
import { authorityLines, type Signing } from './authority-lines.ts'
import type { OrganisationKind } from './schema.ts'

const committee = { kind: 'committee' as const }
const department = { kind: 'department' as const }
const by = (form: 'KT' | 'TL' | 'TUQ' | 'Q', fromTitle: string) => ({ form, fromTitle, documentNumber: '05/QĐ-UBND' })

const CASES: [signing: Signing, lines: string[] | 'lacking'][] = [
  [{ title: 'Chủ tịch UBND xã Liêm Phong', issuer: committee }, ['TM. ỦY BAN NHÂN DÂN', 'CHỦ TỊCH']],
  [{ title: 'Chủ tịch UBND tỉnh', issuer: committee, inNameOf: 'head' }, ['CHỦ TỊCH']],
  [
    { title: 'Phó Chủ tịch UBND xã A', issuer: committee, delegation: by('KT', 'Chủ tịch UBND xã A') },
    ['TM. ỦY BAN NHÂN DÂN', 'KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
  ],
  [
    {
      title: 'Phó Chủ tịch UBND xã A',
      issuer: committee,
      inNameOf: 'head',
      delegation: by('KT', 'Chủ tịch UBND xã A'),
    },
    ['KT. CHỦ TỊCH', 'PHÓ CHỦ TỊCH'],
  ],
  [{ title: 'Phó Chủ tịch UBND xã A', issuer: committee }, 'lacking'],
  [{ title: 'Giám đốc Sở Tư pháp', issuer: department }, ['GIÁM ĐỐC']],
  [
    { title: 'Phó Giám đốc Sở Tư pháp', issuer: department, delegation: by('KT', 'Giám đốc Sở Tư pháp') },
    ['KT. GIÁM ĐỐC', 'PHÓ GIÁM ĐỐC'],
  ],
  [
    { title: 'Trưởng Phòng Hành chính tư pháp', issuer: department, delegation: by('TL', 'Giám đốc Sở Tư pháp') },
    ['TL. GIÁM ĐỐC', 'TRƯỞNG PHÒNG'],
  ],
  [
    { title: 'Phó Chánh Văn phòng UBND tỉnh', issuer: committee, delegation: by('TL', 'Chủ tịch UBND tỉnh') },
    ['TL. CHỦ TỊCH', 'KT. CHÁNH VĂN PHÒNG', 'PHÓ CHÁNH VĂN PHÒNG'],
  ],
  [
    { title: 'Công chức tư pháp - hộ tịch', issuer: committee, delegation: by('TUQ', 'Chủ tịch UBND xã A') },
    ['TUQ. CHỦ TỊCH', 'CÔNG CHỨC TƯ PHÁP - HỘ TỊCH'],
  ],
  [{ title: 'Công chức tư pháp - hộ tịch', issuer: committee }, 'lacking'],
  [{ title: 'Trưởng phòng', issuer: { kind: 'division' } }, ['TRƯỞNG PHÒNG']],
  [{ title: 'Trưởng phòng', issuer: committee }, 'lacking'],
  [{ title: 'Phó Giám đốc Sở Y tế', issuer: department, delegation: by('Q', 'Giám đốc Sở Y tế') }, ['Q. GIÁM ĐỐC']],
]

for (const [signing, wanted] of CASES)
  test(`${signing.title}${signing.delegation ? ` by ${signing.delegation.form}` : ''} for ${signing.issuer.kind}`, () => {
    const found = authorityLines(signing)
    assert.deepEqual('lines' in found ? found.lines : 'lacking', wanted)
  })

test('every seeded leader signs with lines that end in his own office; every deputy only with a written delegation', () => {
  const kinds = new Map(tree().map((each) => [each.id, each.kind as OrganisationKind]))
  const leaders = posts().filter((each) =>
    each.duties.some(([id, role]) => role === 'leader' && id === each.organisationId),
  )
  assert.ok(leaders.length > 200)
  for (const { title, organisationId } of leaders) {
    const issuer = { kind: kinds.get(organisationId)! }
    const alone = authorityLines({ title, issuer })
    const head = title.replace(/^Phó /, '').replace(/^./, (letter) => letter.toUpperCase())
    const found = title.startsWith('Phó ') ? authorityLines({ title, issuer, delegation: by('KT', head) }) : alone
    if (title.startsWith('Phó ')) assert.ok('lacking' in alone, title)
    assert.ok('lines' in found, title)
    assert.ok(title.toUpperCase().startsWith(found.lines.at(-1)!), `${title}: ${found.lines.join(' / ')}`)
    assert.equal(found.lines[0] === 'TM. ỦY BAN NHÂN DÂN', issuer.kind === 'committee', title)
    assert.equal(found.lines.length, (issuer.kind === 'committee' ? 2 : 1) + (title.startsWith('Phó ') ? 1 : 0), title)
  }
})
