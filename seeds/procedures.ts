import { readdirSync, readFileSync } from 'node:fs'
import type { Db } from '#server/platform/call.ts'
import { expandForm } from '#server/procedures/forms/definitions.ts'
import { ProcedureContent } from '#server/procedures/schema.ts'
import { ProcedureSeed } from '#server/procedures/seed-file.ts'
import { contentColumns } from '#server/procedures/version-row.ts'
import { namedId } from './directory.ts'

const folder = new URL('procedures/', import.meta.url)
const read = (url: URL) => JSON.parse(readFileSync(url, 'utf8')) as Record<string, unknown>

/** Every full seed, its form expanded. */
export function fullSeeds(): ProcedureSeed[] {
  const definitions = read(new URL('forms/definitions.json', import.meta.url))
  return readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => {
      const seed = read(new URL(name, folder)) as { content: { form?: unknown } }
      const form = seed.content.form ? expandForm(seed.content.form as never, definitions as never) : null
      return ProcedureSeed.parse({ ...seed, content: { ...seed.content, form } })
    })
}

type Fact = {
  code: string
  name: string
  field: string
  tier: ProcedureContent['tier']
  time: [number, 'working-day' | 'calendar-day'] | null
  fee: string
  documents: string[]
  body: string
  level: 2 | 3 | 4
  audiences: ProcedureContent['audiences']
  source: string
}

/** A procedure of which only the facts are known: published, not to be filed here. */
function contentOfFact(fact: Fact): ProcedureContent {
  return ProcedureContent.parse({
    code: fact.code,
    name: fact.name,
    field: fact.field,
    tier: fact.tier,
    tiers: [fact.tier],
    level: fact.level,
    audiences: fact.audiences,
    channels: fact.level >= 3 ? ['counter', 'post', 'online'] : ['counter', 'post'],
    timeLimits: fact.time
      ? [{ key: 'chung', name: 'Chung', amount: fact.time[0], unit: fact.time[1], unverified: true }]
      : [],
    feeText: fact.fee || 'Không có thông tin',
    requiredDocuments: fact.documents.map((name, at) => ({
      key: `giay-to-${at + 1}`,
      name,
      need: 'submit',
      form: 'any',
    })),
    implementingBody: fact.body || 'Chưa có thông tin',
    unverified: [`Thông tin lấy từ ${fact.source}; chưa đối chiếu với quyết định công bố của tỉnh.`],
  })
}

export async function insertVersion(
  db: Db,
  seed: Omit<ProcedureSeed, 'ruleSet' | 'processApproval'> &
    Partial<Pick<ProcedureSeed, 'ruleSet' | 'processApproval'>>,
  version: number,
  now: Date,
) {
  const { content } = seed
  await db
    .insertInto('procedure')
    .values({ code: content.code, created_at: now })
    .onConflict((c) => c.doNothing())
    .execute()
  await db
    .insertInto('procedure_version')
    .values({
      id: namedId(`procedure ${content.code} ${version}`),
      ...contentColumns(content),
      version,
      state: 'published',
      rule_set_id: seed.ruleSet ?? 'three-tier',
      source: 'seed',
      effective_from: seed.effectiveFrom,
      effective_to: seed.effectiveTo,
      publishing_number: seed.publishing.number,
      publishing_on: seed.publishing.on,
      process_number: seed.processApproval?.number ?? null,
      process_on: seed.processApproval?.on ?? null,
      created_at: now,
      published_at: now,
    })
    .execute()
}

/** The fully described procedures and the catalogue of facts, as published versions. */
export async function seedProcedures(db: Db, now: Date) {
  const versions = new Map<string, number>()
  for (const seed of fullSeeds()) {
    const version = (versions.get(seed.content.code) ?? 0) + 1
    versions.set(seed.content.code, version)
    await insertVersion(db, seed, version, now)
  }
  const facts = JSON.parse(readFileSync(new URL('catalogue/procedures.json', import.meta.url), 'utf8')) as Fact[]
  for (const fact of facts)
    if (!versions.has(fact.code))
      await insertVersion(
        db,
        {
          effectiveFrom: '2020-01-01',
          effectiveTo: null,
          publishing: { number: '01/QĐ-UBND (số minh họa)', on: '2020-01-01' },
          content: contentOfFact(fact),
        },
        1,
        now,
      )
}
