import { announcement } from '#server/platform/announcements.ts'

type About = { paperId: string; organisationId: string; subjectKind: string; subjectId: string }

/** A place of a paper was signed, or its seal set with number and date; whoever asked for it listens. */
export const paperSigned = announcement<About & { field: string; signedBy: string }>('signing.signed')
export const paperSealed = announcement<
  About & { field: string; number: number | null; notation: string | null; sealedBy: string }
>('signing.sealed')
/** Every signature the paper wants is there, with timestamp and revocation data: it may go out. */
export const paperComplete = announcement<About>('signing.complete')
/** A signature cannot be completed for now: an authority is away. Announced at its first try that failed, with who waits. */
export const signatureWaits = announcement<About & { field: string; why: string; signedBy: string }>('signing.waits')
/** Nothing waits any more of what waited in an outage. */
export const outageOver = announcement<{ outageId: string }>('signing.outage-over')
