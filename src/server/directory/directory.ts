import type { Db } from '#server/platform/call.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { remembered } from './remembered.ts'
import { listCodesOn, listDeskServicesOn, listOrganisationsOn, listRuleSets, listSuccessions } from './queries.ts'
import type { Organisation, OrganisationKind, OrganisationTier, RuleSet } from './schema.ts'

/** The tree of organisations as it stands on a day, in memory. */
export class Directory {
  readonly #all = new Map<string, Organisation>()
  readonly #children = new Map<string, string[]>()
  readonly #desks = new Map<string, string>()
  readonly #served = new Map<string, string[]>()
  readonly #successors = new Map<string, string[]>()
  readonly #names = new Map<string, string[]>()
  #searchNames = new Map<string, Set<string>>()
  readonly #ended = new Map<string, { kind: string; tier: string }>()
  #predecessors: Map<string, string[]> | undefined
  readonly #subtrees = new Map<string, ReadonlySet<string>>()

  constructor(
    rows: Awaited<ReturnType<typeof listOrganisationsOn>>,
    codes: Awaited<ReturnType<typeof listCodesOn>>,
    desks: Awaited<ReturnType<typeof listDeskServicesOn>>,
    successions: Awaited<ReturnType<typeof listSuccessions>>,
    on: string,
  ) {
    const codesOf = Map.groupBy(codes, (row) => row.organisationId)
    for (const row of rows) {
      const names = this.#names.get(row.searchName) ?? []
      if (!names.includes(row.id)) this.#names.set(row.searchName, [...names, row.id])
      this.#searchNames.set(row.id, new Set([...(this.#searchNames.get(row.id) ?? []), row.searchName]))
      const inForce = row.validFrom <= on && (row.validTo === null || row.validTo > on)
      if (row.abolishedOn !== null && row.abolishedOn <= on) this.#ended.set(row.id, { kind: row.kind, tier: row.tier })
      if (!inForce || this.#ended.has(row.id)) continue
      this.#all.set(row.id, {
        id: row.id,
        kind: row.kind as OrganisationKind,
        tier: row.tier as OrganisationTier,
        name: row.name,
        shortName: row.shortName,
        parentId: row.parentId,
        functions: row.functions,
        address: row.address,
        phone: row.phone,
        invented: row.invented,
        codes: (codesOf.get(row.id) ?? []).map(({ scheme, code }) => ({ scheme, code })),
      })
      if (row.parentId) this.#children.set(row.parentId, [...(this.#children.get(row.parentId) ?? []), row.id])
    }
    for (const { deskId, servedId } of desks) {
      this.#desks.set(servedId, deskId)
      this.#served.set(deskId, [...(this.#served.get(deskId) ?? []), servedId])
    }
    const known = successions.filter((each) => each.effectiveOn <= on)
    for (const row of [...known.filter((each) => each.main), ...known.filter((each) => !each.main)])
      this.#successors.set(row.predecessorId, [...(this.#successors.get(row.predecessorId) ?? []), row.successorId])
  }

  organisation(id: string): Organisation | undefined {
    return this.#all.get(id)
  }
  /** @throws Error when there is no such organisation on this day. */
  get(id: string): Organisation {
    const found = this.#all.get(id)
    if (!found) throw new Error(`No organisation ${id}`)
    return found
  }
  all(): Organisation[] {
    return [...this.#all.values()]
  }
  children(id: string): Organisation[] {
    return (this.#children.get(id) ?? []).map((each) => this.get(each))
  }
  /** From the parent upwards. */
  ancestors(id: string): Organisation[] {
    const line: Organisation[] = []
    for (let at = this.#all.get(id)?.parentId; at; at = this.#all.get(at)?.parentId) line.push(this.get(at))
    return line
  }
  /** The organisation and everything under it. */
  subtree(id: string): ReadonlySet<string> {
    const known = this.#subtrees.get(id)
    if (known) return known
    const found = new Set<string>()
    const walk = (each: string) => {
      found.add(each)
      for (const child of this.#children.get(each) ?? []) walk(child)
    }
    walk(id)
    this.#subtrees.set(id, found)
    return found
  }
  /** The desk or counter (bộ phận một cửa) that receives for an organisation. */
  deskOf(id: string): string | undefined {
    return this.#desks.get(id)
  }
  servedBy(deskId: string): string[] {
    return this.#served.get(deskId) ?? []
  }
  /** The part of an organisation that has a function; nearest first, never inside another committee below. */
  withFunction(id: string, wanted: string): string | undefined {
    let level = [id]
    while (level.length > 0) {
      const hit = level.find((each) => each !== id && this.#all.get(each)?.functions.includes(wanted))
      if (hit) return hit
      level = level.flatMap((each) =>
        (this.#children.get(each) ?? []).filter((child) => this.#all.get(child)?.kind !== 'committee'),
      )
    }
    return undefined
  }
  /** Communes with what stands over them (a district; the province where there are none), in order. */
  communes(): { id: string; name: string; districtId: string; districtName: string }[] {
    return this.all()
      .filter((each) => each.tier === 'commune' && each.kind === 'committee')
      .map((each) => {
        const over = this.get(each.parentId ?? '')
        return { id: each.id, name: placeName(each.name), districtId: over.id, districtName: placeName(over.name) }
      })
  }
  /** The unit of a tier over a commune: the commune itself, its district, or the province. */
  over(communeId: string, tier: OrganisationTier): string | undefined {
    const line = [this.#all.get(communeId), ...this.ancestors(communeId)]
    return line.find((each) => each?.tier === tier && each.kind === 'committee')?.id
  }
  /** What became of a unit: the one of this day that carries on what it had; itself where it still stands or has no successor. */
  successor(id: string): string {
    return this.successors(id)[0] ?? id
  }
  /** Every unit of this day a unit went to, the main one first: more than one after a split. */
  successors(id: string): string[] {
    let line = [id]
    for (let steps = 0; steps < 10 && line.some((each) => !this.#all.has(each)); steps += 1)
      line = line.flatMap((each) => (this.#all.has(each) ? [each] : (this.#successors.get(each) ?? [each])))
    return [...new Set(line)]
  }
  /** Units that stood before and no longer do. */
  ended(): string[] {
    return [...this.#ended.keys()]
  }
  /** Folded, every name this unit has or had, those that went into it and those it went into: an old name finds it. */
  searchNames(id: string): string[] {
    const line = [id, ...this.successors(id), ...this.successors(id).flatMap((each) => this.predecessors(each))]
    return [...new Set(line.flatMap((each) => [...(this.#searchNames.get(each) ?? [])]))]
  }
  /** Whether an ended unit was a committee over communes: a district. */
  wasOver(id: string): boolean {
    const unit = this.#ended.get(id)
    return unit?.kind === 'committee' && unit.tier === 'district'
  }
  /** Ended units whose papers and rights went to this one. */
  predecessors(id: string): readonly string[] {
    this.#predecessors ??= Map.groupBy(this.#ended.keys(), (each) => this.successor(each))
    return this.#predecessors.get(id) ?? []
  }
  /** How far a right over an organisation goes: its subtree, and the ended units whose work came into it. */
  reach(id: string): string[] {
    return [...this.subtree(id)].flatMap((each) => [each, ...this.predecessors(each)])
  }
  /** Units that have or had this name, resolved to those of this day; the one that bears it today first. */
  findByName(name: string): string[] {
    const ids = this.#names.get(fold(name)) ?? []
    const here = (id: string) => (this.#all.has(id) ? 0 : 1)
    return [...new Set(ids.toSorted((a, b) => here(a) - here(b)).flatMap((id) => this.successors(id)))]
  }
}

/** "UBND xã Liêm Phong" -> "Xã Liêm Phong": the place, for addresses. */
export const placeName = (name: string) => {
  const place = name.replace(/^UBND /, '')
  return place.charAt(0).toUpperCase() + place.slice(1)
}

/** The tree as of a day (today when none is given), remembered until the directory changes. */
export const loadDirectory = (db: Db, on: string = vietnamDate(new Date())): Promise<Directory> =>
  remembered(db, `directory ${on}`, async () => {
    const [rows, codes, desks, successions] = await Promise.all([
      listOrganisationsOn(db, on),
      listCodesOn(db, on),
      listDeskServicesOn(db, on),
      listSuccessions(db),
    ])
    return new Directory(rows, codes, desks, successions, on)
  })

/** The rule set in force in this installation on a day. @throws Error when there is none. */
export async function ruleSetOn(db: Db, on: string): Promise<RuleSet> {
  const all = await remembered(db, 'rule sets', () => listRuleSets(db))
  const found = all.find(
    (each) => each.active && each.effectiveFrom <= on && (!each.effectiveTo || each.effectiveTo >= on),
  )
  if (!found) throw new Error(`No rule set in force on ${on}`)
  return found as unknown as RuleSet
}
