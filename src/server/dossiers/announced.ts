import { announcement } from '#server/platform/announcements.ts'

/** Whatever happens to a dossier is told once, under one name: messages to the citizen and figures listen. */
export const dossierEvent = announcement<{
  dossierId: string
  code: string
  kind: string
  at: string
  channel: string
  filedHow: string
  handlingId: string
  procedureCode: string
  accountId: string | null
  timeliness: string | null
  onDay: string
}>('dossiers.event')
