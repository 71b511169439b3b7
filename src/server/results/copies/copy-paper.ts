import { loadDirectory } from '#server/directory/index.ts'
import { type Paper, spacedCode } from '#server/papers/index.ts'
import { type Actor, type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { type CopyForm, keepCopy, makeCopy, type SignedCopy, type SigningHouse } from '#server/signing/index.ts'
import { findViewablePaper } from '../viewable-paper.ts'
import { copyNumbering } from './sign-scan.ts'

/** Whose copy a clerk signs: that of his own agency, else that of the agency which issued the paper, where he keeps the seal. */
export const copyingOrganisation = (actor: Actor, issuerId: string): string | undefined =>
  [actor.organisationId ?? '', issuerId].find((id) => id !== '' && may(actor, 'signing.seal', id))

/**
 * A copy of an electronic paper that is sealed (sao y văn bản điện tử): what its pages show, as a file of its own, signed by the agency that
 * copies. The paper and its signatures stay as they are. Only of a paper that holds, and that this clerk may see.
 * @throws Refusal `results.paper-unknown`, `results.copy-not-valid`, those of `makeCopy` and `keepCopy`.
 */
export async function copyPaper(
  call: Call,
  house: SigningHouse,
  command: { paperId: string; form: CopyForm; secret: string; oneTimeCode?: string | undefined },
): Promise<SignedCopy> {
  const paper = await viewPaperToCopy(call, command.paperId)
  const organisationId = copyingOrganisation(call.actor, (await loadDirectory(call.db)).successor(paper.organisationId))
  if (!organisationId) throw new Refusal('signing.no-right')
  if (!command.secret) throw new Refusal('results.pin-needed')
  const kind = { form: command.form }
  const made = await makeCopy(call, house, {
    ...{ organisationId, fileSha256: paper.fileSha256, kind, secret: command.secret },
    ...(command.oneTimeCode ? { oneTimeCode: command.oneTimeCode } : {}),
  })
  return inTransaction(call, async (within) => {
    const still = await viewPaperToCopy(within, paper.id)
    if (still.fileSha256 !== paper.fileSha256) throw new Refusal('signing.paper-changed')
    const numbering = await copyNumbering(within, organisationId, command.form)
    const of = {
      subjectKind: 'paper' as const,
      subjectId: paper.id,
      subjectWords: paper.notation ?? spacedCode(paper.code),
    }
    return keepCopy(within, { ...made, kind }, { ...of, title: paper.title, numbering })
  })
}

/** @throws Refusal `results.paper-unknown`, `results.copy-not-valid`. */
export async function viewPaperToCopy(call: Call, paperId: string): Promise<Paper> {
  if (call.actor.kind !== 'official') throw new Refusal('results.paper-unknown')
  const paper = await findViewablePaper(call, paperId)
  if (paper.state !== 'valid') throw new Refusal('results.copy-not-valid')
  return paper
}
