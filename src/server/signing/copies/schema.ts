import { z } from 'zod'
import type { CopyForm } from '../copy-words.ts'

export const CopyState = z.enum(['valid', 'withdrawn'])
export type CopyState = z.infer<typeof CopyState>
export const CopySubject = z.enum(['dossier', 'paper'])
export type CopySubject = z.infer<typeof CopySubject>

/** Bản sao điện tử: what an organisation signed as its copy, and whether it still stands by it. */
export type SignedCopy = {
  id: string
  /** Looked up at /kiem-tra as the code of a paper is. */
  code: string
  organisationId: string
  form: CopyForm
  subjectKind: CopySubject
  subjectId: string
  title: string
  /** How people name the subject: the code of the dossier, the number or code of the paper. */
  subjectWords: string
  sourceSha256: string
  fileSha256: string
  pages: number
  number: number | null
  notation: string | null
  numberedOn: string | null
  certificateId: string
  signedAt: Date
  signedBy: string
  signedByName: string
  state: CopyState
  stateReason: string | null
  stateAt: Date
  stateBy: string
}

export const WithdrawCopy = z.strictObject({ copyId: z.uuid(), reason: z.string().trim().min(1).max(500) })
export type WithdrawCopy = z.infer<typeof WithdrawCopy>
