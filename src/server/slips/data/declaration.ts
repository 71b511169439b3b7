import { loadDirectory } from '#server/directory/index.ts'
import type { DossierView } from '#server/dossiers/index.ts'
import type { Db } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import type { ProcedureContent } from '#server/procedures/index.ts'

/** The applicant's own declaration (tờ khai) in the layout of its procedure, from the answers as filed. */
export async function declarationOf(
  db: Db,
  content: ProcedureContent,
  view: Pick<DossierView, 'dossier'>,
): Promise<{ templateKey: string; data: Record<string, unknown> }> {
  await loadDirectory(db, vietnamDate(view.dossier.filedAt))
  throw new Refusal('slips.no-declaration', { code: content.code })
}
