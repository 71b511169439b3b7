import { loadDirectory } from '#server/directory/index.ts'
import { type DossierView, issuerFacts, resultData } from '#server/dossiers/index.ts'
import type { TemplateVersion } from '#server/papers/index.ts'
import { groupedDigits } from '#server/platform/grouped-digits.ts'
import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type FeeLine, feesFor, getVersion } from '#server/procedures/index.ts'
import { bookFacts } from './blanks/blank-data.ts'
import { findEventEntry } from './blanks/queries.ts'
import { blanksOf } from './blanks/world.ts'
import { issuerOf } from './issuer.ts'
import { resultTemplate } from './result-template.ts'
import { nameDeciding, signerFacts } from './signer-facts.ts'
import type { Preparable } from './templates.ts'

/** "05/3/2026": days as results write them inside a sentence. */
const day = (at: Date) => {
  const [year, month, date] = vietnamDate(at).split('-') as [string, string, string]
  return `${date}/${Number(month) < 3 ? month : Number(month)}/${year}`
}

const sumOf = (fees: readonly FeeLine[]) => fees.reduce((sum, fee) => sum + (fee.total ?? 0), 0)
/** "8.000"; nothing of nothing. */
const moneyWords = (amount: number) => (amount > 0 ? groupedDigits(amount) : '')

/** A fresh draft: the template's data as the dossier, the directory and the signer's post fill them, and what the official must still write. */
export async function draftFor(
  call: Call,
  view: Pick<DossierView, 'dossier' | 'procedure'>,
  wanted: Preparable,
  signerPostId: string | undefined,
  issuerId?: string,
): Promise<{ template: TemplateVersion; data: Record<string, unknown>; missing: { key: string; title: string }[] }> {
  const { db, now } = call
  const { dossier, procedure } = view
  const template = await resultTemplate(call, wanted.templateKey)
  const directory = await loadDirectory(db, vietnamDate(now))
  const { content } = await getVersion(db, procedure.versionId)
  const on = vietnamDate(dossier.filedAt)
  const issuer = issuerId ?? issuerOf(content, dossier, directory, on)
  const answers = wanted.answers ?? dossier.answers
  const fees = feesFor(content, { answers: dossier.answers, channel: dossier.channel as 'online', groups: [], on })
  const by = nameDeciding(template, content)
  const signer = signerPostId ? await signerFacts(db, signerPostId, issuer, now, by).catch(onlyRefusals) : null
  const facts = {
    ...issuerFacts(directory, issuer, signer?.signerTitle ?? '', by),
    ...{ code: dossier.code ?? '', owner: dossier.ownerName, ownerAddress: dossier.ownerAddress ?? '' },
    ...{ procedure: procedure.name, receivedOn: day(dossier.acceptedAt ?? dossier.filedAt) },
    fee: moneyWords(wanted.part === 0 ? dossier.feeTotal || sumOf(fees) : 0),
    ...(signer ? { authority: signer.authority, signer: signer.signer } : {}),
    ...bookFacts(await findEventEntry(db, dossier.id, wanted.key), await blanksOf(call, dossier.id)),
  }
  return { template, ...resultData(template, { content, answers, directory, facts, on }) }
}

/** A signer whose authority is lacking leaves its lines to be written; the signing asks again. */
const onlyRefusals = (error: unknown): null => {
  if (error instanceof Refusal) return null
  throw error
}
