import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { setTemplate, stopSetters } from '#server/papers/index.ts'
import { PdfFile, Update, bytesSource, reserve } from '#server/signatures/index.ts'
import { joined } from '#server/signatures/pdf/write.ts'
import { aTrust } from '#server/signatures/verify/testing.ts'
import { seededTemplates } from '../../seeds/papers.ts'
import { dice, MUTATIONS } from './mutations.ts'

/** 60 in every run; all 500 by `MUTATIONS=500 npm run test:some -- tests/signatures/mutated.test.ts` (under a minute). */
const COUNT = Number(process.env.MUTATIONS ?? 60)
after(stopSetters)

/** Papers of the seeded templates, with the places they mark reserved. */
async function papers(): Promise<Uint8Array[]> {
  const made: Uint8Array[] = []
  for (const template of seededTemplates()) {
    const at = new Date('2026-11-24T02:00:00Z')
    const { pdf, places } = await setTemplate(template, template.example, {
      ...{ origin: 'https://dinh.example', code: 'ABCDEFGHJKLM', at },
    })
    const update = new Update(await PdfFile.open(bytesSource(pdf)))
    const used = new Set<string>()
    await reserve(
      update,
      places.flatMap(({ key, kind, page, rect }) => {
        if (used.has(key)) return []
        used.add(key)
        return [{ name: key, kind, page, rect }]
      }),
    )
    made.push(joined([pdf, (await update.bytes()).bytes]))
    if (made.length === 10) break
  }
  return made
}

test(`${COUNT} papers signed for the long term are VALID; ${COUNT} mutated ones never are`, async (t) => {
  const trust = await aTrust()
  const blank = await papers()
  const told: Record<string, Record<string, number>> = {}
  const kinds = Object.entries(MUTATIONS)
  for (let nth = 0; nth < COUNT; nth += 1) {
    const pdf = blank[nth % blank.length]!
    const certify = nth % 2 ? { certify: 2 as const } : {}
    const signed = await trust.archived(await trust.longTerm(pdf, { field: `ky-${nth}`, ...certify }))
    const good = await trust.verify(signed)
    assert.equal(good.verdict, 'VALID', JSON.stringify(good))
    const [kind, mutate] = kinds[nth % kinds.length]!
    const mutated = await mutate(signed, dice(nth + 1))
    assert.notDeepEqual(mutated, signed)
    const { verdict } = await trust.verify(mutated)
    assert.notEqual(verdict, 'VALID', `${kind}, paper ${nth}`)
    told[kind] ??= {}
    told[kind][verdict] = (told[kind][verdict] ?? 0) + 1
  }
  for (const [kind, verdicts] of Object.entries(told)) t.diagnostic(`${kind}: ${JSON.stringify(verdicts)}`)
})
