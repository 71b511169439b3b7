import { type Directory, resolveHolder } from '#server/directory/index.ts'
import type { Dossier } from '#server/dossiers/index.ts'
import { holds, type ProcedureContent, type Step } from '#server/procedures/index.ts'

type Place = Pick<Dossier, 'deskId' | 'receivingId' | 'handlingId' | 'answers'>

/** The step in which this dossier is decided: of several, the first whose condition holds. */
export const decisionOf = (
  content: Pick<ProcedureContent, 'workflow'>,
  { answers }: Pick<Dossier, 'answers'>,
  on: string,
) => content.workflow?.steps.find((step) => step.kind === 'decide' && (!step.when || holds(step.when, answers, on)))

/**
 * The agency whose paper the result is (cơ quan ban hành): the one whose leader decides, as the land registration branch within a district;
 * else the one that settles the dossier.
 */
export function issuerOf(
  content: Pick<ProcedureContent, 'workflow'>,
  dossier: Place,
  directory: Directory,
  on: string,
): string {
  const decide: Step | undefined = decisionOf(content, dossier, on)
  return decide?.holder.role === 'leader'
    ? resolveHolder(directory, decide.holder, dossier).organisationId
    : directory.successor(dossier.handlingId)
}
