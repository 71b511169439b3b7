import { loadDirectory } from '#server/directory/index.ts'
import { type DossierView, issuerFacts, resultData } from '#server/dossiers/index.ts'
import type { TemplateVersion } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { getVersion } from '#server/procedures/index.ts'
import { bookFacts } from './blanks/blank-data.ts'
import { findEventEntry } from './blanks/queries.ts'
import { blanksOf } from './blanks/world.ts'
import { resultTemplate } from './result-template.ts'
import { signerFacts } from './signer-facts.ts'
import type { Preparable } from './templates.ts'

/** "05/3/2026": days as results write them inside a sentence. */
const day = (at: Date) => {
  const [year, month, date] = vietnamDate(at).split('-') as [string, string, string]
  return `${date}/${Number(month) < 3 ? month : Number(month)}/${year}`
}

/** A fresh draft: the template's data as the dossier, the directory and the signer's post fill them, and what the official must still write. */
export async function draftFor(
  call: Call,
  view: Pick<DossierView, 'dossier' | 'procedure'>,
  wanted: Preparable,
  signerPostId: string | undefined,
): Promise<{ template: TemplateVersion; data: Record<string, unknown>; missing: { key: string; title: string }[] }> {
  const { db, now } = call
  const { dossier, procedure } = view
  const template = await resultTemplate(call, wanted.templateKey)
  const directory = await loadDirectory(db, vietnamDate(now))
  const signer = signerPostId ? await signerFacts(db, signerPostId, dossier.handlingId, now).catch(onlyRefusals) : null
  const facts = {
    ...issuerFacts(directory, directory.successor(dossier.handlingId), signer?.signerTitle ?? ''),
    ...{ code: dossier.code ?? '', owner: dossier.ownerName, ownerAddress: dossier.ownerAddress ?? '' },
    ...{ procedure: procedure.name, receivedOn: day(dossier.acceptedAt ?? dossier.filedAt) },
    ...(signer ? { authority: signer.authority, signer: signer.signer } : {}),
    ...bookFacts(await findEventEntry(db, dossier.id, wanted.key), await blanksOf(call, dossier.id)),
  }
  const { content } = await getVersion(db, procedure.versionId)
  const on = vietnamDate(dossier.filedAt)
  return { template, ...resultData(template, { content, answers: dossier.answers, directory, facts, on }) }
}

/** A signer whose authority is lacking leaves its lines to be written; the signing asks again. */
const onlyRefusals = (error: unknown): null => {
  if (error instanceof Refusal) return null
  throw error
}
