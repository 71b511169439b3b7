import {
  type Directory,
  getWorkCalendar,
  loadDirectory,
  loadPosts,
  type Posts,
  type RuleSet,
  ruleSetOn,
  type WorkCalendar,
} from '#server/directory/index.ts'
import { codeSeries } from '#server/dossiers/code.ts'
import { placeFor, type Place } from '#server/dossiers/place.ts'
import type { Db } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type ProcedureVersion, getVersion, validateAnswers, visibleAnswers } from '#server/procedures/index.ts'
import { inventedAnswers } from './answers.ts'
import type { Chance } from './chance.ts'

const SHOWN = ['xa-liem-phong', 'phuong-minh-khai', 'xa-liem-phong']

/** One plausible case: answers without fault, and where they lead. */
export type Case = {
  version: ProcedureVersion
  answers: Record<string, unknown>
  place: Place
  prefix: string
  /** Whose it is, where somebody of the demonstration who signs in files it. */
  accountId?: string
}

/** What the invented histories stand on, read once. */
export type World = {
  /** The day on which the answers of the cases are given. */
  on: string
  directory: Directory
  posts: Posts
  ruleSet: RuleSet
  cases: Case[]
  calendarOf: (organisationId: string) => WorkCalendar
}

async function listFillableVersions(db: Db, on: string): Promise<ProcedureVersion[]> {
  const rows = await db
    .selectFrom('procedure_version')
    .select('id')
    .where('fillable', '=', true)
    .where('state', '=', 'published')
    .where('effective_from', '<=', on)
    .where((eb) => eb.or([eb('effective_to', 'is', null), eb('effective_to', '>=', on)]))
    .orderBy('code')
    .execute()
  return Promise.all(rows.map(({ id }) => getVersion(db, id)))
}

/** Reads the province as of a day and invents `perProcedure` cases for each procedure that can be filed, spread over all communes. */
export async function loadWorld(db: Db, asOf: Date, chance: Chance, perProcedure: number): Promise<World> {
  const on = vietnamDate(asOf)
  const [directory, posts, ruleSet, versions] = await Promise.all([
    loadDirectory(db, on),
    loadPosts(db, on),
    ruleSetOn(db, on),
    listFillableVersions(db, on),
  ])
  const communes = directory.communes().map((each) => each.id)
  const cases: Case[] = []
  const around = { directory, ruleSet, on, asOf }
  for (const version of versions)
    for (let at = 0; at < perProcedure; at += 1) {
      // The units of the demonstration accounts have something to show: in small provinces half of the cases are theirs.
      const home =
        perProcedure < 100 && at % 2 === 0
          ? SHOWN[(at / 2) % SHOWN.length]!
          : communes[(at + cases.length) % communes.length]!
      const found = caseOf(version, inventedAnswers(version.content, chance, [home], on), home, around)
      if (found) cases.push(found)
    }
  const calendars = new Map<string, WorkCalendar>()
  for (const { id } of directory.all()) calendars.set(id, await getWorkCalendar(db, id, on))
  return { on, directory, posts, ruleSet, cases, calendarOf: (id) => calendars.get(id)! }
}

type Around = { directory: Directory; ruleSet: RuleSet; on: string; asOf: Date }

/** One case of the answers of somebody who lives at `home`; undefined where they have a fault or no unit is competent. */
export function caseOf(
  version: ProcedureVersion,
  given: Record<string, unknown>,
  home: string,
  around: Around,
): Case | undefined {
  const { directory, ruleSet, on, asOf } = around
  const answers = visibleAnswers(version.content.form!, given, on)
  if (validateAnswers(version.content.form!, answers, on).length > 0) return undefined
  const place = competentPlace(version, answers, home, directory, on)
  if (!place) return undefined
  const { prefix } = codeSeries(directory, ruleSet, place, asOf)
  return { version, answers, place, prefix: prefix.slice(0, -'YYMMDD-'.length) }
}

/** Filed at home where the rule allows it, else at the first unit it names. */
function competentPlace(
  version: ProcedureVersion,
  answers: Record<string, unknown>,
  home: string,
  directory: Directory,
  on: string,
): Place | undefined {
  for (const unit of [
    home,
    directory.over(home, 'district'),
    ...directory
      .all()
      .filter((each) => each.tier === 'province')
      .map((each) => each.id),
  ]) {
    if (!unit) continue
    try {
      return placeFor(version.content, answers, unit, directory, on)
    } catch {
      continue
    }
  }
  return undefined
}
