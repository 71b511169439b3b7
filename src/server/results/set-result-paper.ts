import { type Paper, type PaperHouse, setPaper } from '#server/papers/index.ts'
import type { Call } from '#server/platform/call.ts'
import { isLaid } from './laid/scan-of-dossier.ts'
import { setOnScan } from './laid/set-on-scan.ts'
import { resultTemplate } from './result-template.ts'

export type ResultPaper = {
  dossierId: string
  templateKey: string
  data: Record<string, unknown>
  laidOn: string | null
  organisationId: string
  title: string
}

/** Sets the paper of a result: on the scan it belongs to where its template is lời chứng or ghi chú, else on sheets of its own. */
export async function setResultPaper(within: Call, house: PaperHouse, of: ResultPaper): Promise<Paper> {
  const { dossierId, templateKey, data, laidOn, organisationId, title } = of
  const command = { templateKey, organisationId, title, data, subjectKind: 'dossier', subjectId: dossierId }
  return isLaid(await resultTemplate(within, templateKey))
    ? setOnScan(within, house, command, { dossierId, laidOn })
    : setPaper(within, house, command)
}
