import { type Declaration, declarationData, declarationOf, type Places } from '#server/dossiers/index.ts'
import type { ProcedureSeed } from '#server/procedures/seed-file.ts'
import { tree } from './directory/tree.ts'
import { inventedAnswers } from './dossiers/answers.ts'
import { chanceOf } from './dossiers/chance.ts'
import { fullSeeds } from './procedures.ts'

/** The names of the demonstration's units as last known, where there is no database. */
export function seededPlaces(): Places {
  const units = new Map(tree().map((each) => [each.id, { name: each.versions.at(-1)!.name, parentId: each.parentId }]))
  return { successor: (id) => id, organisation: (id) => units.get(id) }
}

export type SampleDeclaration = {
  seed: ProcedureSeed
  answers: Record<string, unknown>
  template: string
  data: Declaration
}

const COMMUNES = ['xa-liem-phong']

/** The declaration of every version of every fully described procedure, with invented answers; another `chance` gives other cases. */
export function sampleDeclarations(seedOfChance = 1): SampleDeclaration[] {
  const places = seededPlaces()
  return fullSeeds().flatMap((seed): SampleDeclaration[] => {
    const found = declarationOf(seed.content)
    if (!found || !seed.content.form) return []
    const on = seed.effectiveFrom > '2026-03-05' ? seed.effectiveFrom : '2026-03-05'
    const answers = inventedAnswers(seed.content, chanceOf(seedOfChance), COMMUNES, on)
    const data = declarationData(seed.content, answers, {
      ...{ places, on, place: 'Liêm Phong', code: '000.14.14.H25-260305-0007' },
      to: (seed.content.receivingBody ?? seed.content.implementingBody)
        .replace('UBND cấp xã', 'Ủy ban nhân dân xã Liêm Phong')
        .replace('UBND cấp huyện', 'Ủy ban nhân dân huyện Thanh Liêm'),
    })
    return [{ seed, answers, template: found.template, data }]
  })
}
