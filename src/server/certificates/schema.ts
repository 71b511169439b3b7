import { z } from 'zod'

export const CERTIFICATE_KINDS = ['person', 'organisation', 'service'] as const
export type CertificateKind = (typeof CERTIFICATE_KINDS)[number]
/** Expiry is no state: it follows from the dates. */
export const CERTIFICATE_STATES = ['active', 'suspended', 'revoked'] as const
export type CertificateState = (typeof CERTIFICATE_STATES)[number]

/** What changes the state of a certificate, from which states, to which. A lost token is suspended at once and revoked by the authority. */
export const TRANSITIONS = {
  suspend: { from: ['active'], to: 'suspended' },
  'report-loss': { from: ['active', 'suspended'], to: 'suspended' },
  resume: { from: ['suspended'], to: 'active' },
  revoke: { from: ['active', 'suspended'], to: 'revoked' },
} as const satisfies Record<string, { from: readonly CertificateState[]; to: CertificateState }>
export type StateChange = keyof typeof TRANSITIONS

/** Why, in the words of RFC 5280, which the authority's answers carry. */
export const STATE_REASONS = [
  ...['issued', 'imported', 'resumed', 'certificateHold', 'keyCompromise', 'affiliationChanged', 'superseded'],
  ...['cessationOfOperation', 'unspecified'],
] as const
export const REVOCATION_REASONS = [
  ...(['keyCompromise', 'affiliationChanged', 'superseded', 'cessationOfOperation', 'unspecified'] as const),
] as const

export const REQUEST_KINDS = [
  ...(['issue', 'renew', 'change', 'suspend', 'resume', 'revoke', 'unlock', 'loss', 'handover'] as const),
] as const
export type RequestKind = (typeof REQUEST_KINDS)[number]
/** A request lapses (thôi xem xét) when its certificate is revoked for another reason. */
export const REQUEST_STATES = ['waiting', 'done', 'refused', 'withdrawn', 'lapsed'] as const
export type RequestState = (typeof REQUEST_STATES)[number]

/** Who agrees, in order: the unit's head, the focal unit (Sở Thông tin và Truyền thông), the People's Committee, and who carries it out at the authority. */
export const STEPS = ['unit', 'focal', 'committee', 'authority'] as const
export type Step = (typeof STEPS)[number]

export const RIGHT_OF_APPROVAL: Record<Step, string> = {
  unit: 'certificates.approve-unit',
  focal: 'certificates.approve-focal',
  committee: 'certificates.approve-committee',
  authority: 'certificates.issue',
}
/** Steps of the whole province: whoever decides them reaches its committee, not only the unit. */
export const OF_THE_PROVINCE: ReadonlySet<Step> = new Set(['focal', 'committee', 'authority'])

export const ApprovalChain = z.record(
  z.enum(REQUEST_KINDS),
  z
    .array(z.enum(STEPS))
    .min(1)
    .refine((chain) => chain.at(-1) === 'authority' && new Set(chain).size === chain.length),
)
export type ApprovalChain = z.infer<typeof ApprovalChain>

const text = (most: number) => z.string().trim().max(most)
/** What a request tells beyond its kind. */
export const RequestPayload = z.strictObject({
  reason: text(500).min(1),
  email: text(200).optional(),
  tokenSerial: text(100).optional(),
  /** For a change of details: what is to stand in the certificate. */
  wanted: text(500).optional(),
  revocation: z.enum(REVOCATION_REASONS).optional(),
})
export type RequestPayload = z.infer<typeof RequestPayload>

/** Đề nghị cấp mới is for a post or an organisation; every other request is about a certificate. */
export const RequestCertificate = z.union([
  z.strictObject({
    kind: z.literal('issue'),
    ...{ organisationId: z.string().min(1), postId: z.string().min(1).optional(), payload: RequestPayload },
  }),
  z.strictObject({
    kind: z.enum(REQUEST_KINDS).exclude(['issue', 'loss']),
    ...{ certificateId: z.uuid(), payload: RequestPayload },
  }),
])
export type RequestCertificate = z.infer<typeof RequestCertificate>

export type CertificateRow = {
  id: string
  authorityId: string | null
  kind: CertificateKind
  organisationId: string
  postId: string | null
  personId: string | null
  holder: string
  subject: string
  serial: string
  issuer: string
  issuerKey: string
  notBefore: Date
  notAfter: Date
  der: Uint8Array
  fingerprint: string
  purpose: string
  keyRef: string | null
  tokenSerial: string | null
  state: CertificateState
  stateAt: Date
  stateReason: string
  replacedBy: string | null
  revision: number
}
export type CertificateRequest = {
  id: string
  kind: RequestKind
  state: RequestState
  chain: Step[]
  step: number
  subject: CertificateKind
  organisationId: string
  postId: string | null
  certificateId: string | null
  payload: RequestPayload
  askedBy: string
  askedByName: string
  askedAt: Date
  revision: number
}

/** Biên bản bàn giao or thu hồi thiết bị lưu khóa bí mật. */
export type MakeMinutes = {
  certificateId: string
  kind: 'hand-over' | 'return'
  tokenSerial: string
  giver: string
  giverTitle: string
  receiver: string
  receiverTitle: string
  onDay: string
  note: string
}
