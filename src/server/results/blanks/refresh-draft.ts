import { own } from '#own-keys'
import { isDeepStrictEqual } from 'node:util'
import { loadDirectory } from '#server/directory/index.ts'
import { type Held, resultData } from '#server/dossiers/index.ts'
import { findPaper, findTemplateVersion, listBlanksOf, type PaperHouse } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { replaceDraft } from '../replace-draft.ts'
import { findResultForUpdate } from '../queries.ts'
import { bookFacts, bookKeys } from './blank-data.ts'
import { findEventEntry } from './queries.ts'

/**
 * The draft of a result that names its number or the serial of its blank (số vào sổ, số phát hành) is set again when these are known or have
 * changed; one that names neither, or is signed, stays as it is.
 */
export async function refreshDraft(
  within: Call,
  house: PaperHouse,
  { dossier, version }: Pick<Held, 'dossier' | 'version'>,
) {
  const { db, now } = within
  const result = await findResultForUpdate(db, dossier.id)
  if (result?.state !== 'draft' || !result.templateKey) return
  const paper = (await findPaper(db, { id: result.paperId }))!
  const template = (await findTemplateVersion(db, paper.templateVersionId))!
  const keys = bookKeys(template)
  if (keys.length === 0) return
  const entry = await findEventEntry(db, dossier.id, result.resultKey)
  const facts = bookFacts(entry, await listBlanksOf(db, { kind: 'dossier', id: dossier.id }))
  const directory = await loadDirectory(db, vietnamDate(now))
  const on = vietnamDate(dossier.filedAt)
  const from = Object.fromEntries(keys.map((key) => [key, own(template.from, key)!]))
  const world = { content: version.content, answers: dossier.answers, directory, facts, on }
  const { data } = resultData({ schema: template.schema, from }, world)
  const next = { ...result.data, ...data }
  if (isDeepStrictEqual(next, result.data)) return
  const { organisationId, title } = paper
  await replaceDraft(within, house, result, { ...result, data: next }, { organisationId, title })
}
