import { announcement } from '#server/platform/announcements.ts'

/** A paper that was issued no longer holds: it was withdrawn (thu hồi), or another stands in its place (thay thế). */
export const paperEnded = announcement<{
  paperId: string
  organisationId: string
  subjectKind: string
  subjectId: string
  end: 'withdrawn' | 'replaced'
  byPaperId: string | null
}>('papers.ended')
