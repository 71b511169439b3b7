import { z } from 'zod'
import { Sources } from './sources.ts'
import type { PaperPlace } from './setting/set.ts'

/** What a paper is for (loại giấy tờ): decides how it is signed and kept. */
export const PaperKind = z.enum([
  'desk-form',
  'declaration',
  'document',
  'result',
  'blank',
  'card',
  'attestation',
  'note',
])
export type PaperKind = z.infer<typeof PaperKind>

/**
 * Who signs in a place, in order: the receiving official, the leader, the head of the handling agency, or the agency with its seal. `initials`
 * (ký nháy) is the small signature of the head of the part that drafted it, before the leader's: only documents may have one.
 */
export const Signs = z.object({
  key: z.string(),
  by: z.enum(['receiver', 'applicant', 'leader', 'head', 'initials', 'seal']),
  on: z.enum(['paper', 'electronic', 'either']).default('either'),
})
export type Signs = z.infer<typeof Signs>

/** Mẫu giấy tờ: `paper.json` beside `paper.typ`. `schema` is a JSON Schema 2020-12 of the data, `example` data that pass it. */
export const Template = z.object({
  key: z.string().regex(/^[a-z0-9-]+(\/[a-z0-9-]+)?$/),
  kind: PaperKind,
  name: z.string().min(1).max(300),
  legalBasis: z.string(),
  verified: z.boolean(),
  signs: z.array(Signs).default([]),
  schema: z.record(z.string(), z.unknown()),
  example: z.record(z.string(), z.unknown()),
  /** Where each of the data comes from when the paper is prepared from a dossier. What has no source the official writes. */
  from: Sources.default({}),
})
export type Template = z.infer<typeof Template>

export type PaperState = 'draft' | 'set' | 'signing' | 'valid' | 'replaced' | 'withdrawn'

/** A published or drafted version of a template. */
export type TemplateVersion = Template & {
  id: string
  version: number
  state: 'draft' | 'published'
  /** Accounts that wrote in the draft: none of them publishes it. */
  writtenBy: string[]
  source: string
  effectiveFrom: string | null
  effectiveTo: string | null
  revision: number
}

/** A paper as kept. */
export type Paper = {
  id: string
  code: string
  templateVersionId: string
  organisationId: string
  subjectKind: string
  subjectId: string
  title: string
  data: Record<string, unknown>
  state: PaperState
  stateReason: string | null
  /** Văn bản thu hồi, thay thế: its number and day. */
  stateDecision: string | null
  stateDecisionOn: string | null
  replacedBy: string | null
  number: number | null
  notation: string | null
  numberedOn: string | null
  fileSha256: string
  pages: number
  places: PaperPlace[]
  setAt: Date
  changedAt: Date
  revision: number
}
