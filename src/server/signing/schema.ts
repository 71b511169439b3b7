import type { Call, Db } from '#server/platform/call.ts'
import type { Certificate, DigestName, PdfSigner } from '#server/signatures/index.ts'

export type KeyKind = 'software' | 'pkcs11' | 'csc' | 'agent'

/** A certificate as the register keeps it (sổ chứng thư số); `signing` asks for no more. */
export type RegisteredCertificate = {
  id: string
  kind: 'person' | 'organisation' | 'service'
  organisationId: string
  postId: string | null
  personId: string | null
  state: 'active' | 'suspended' | 'revoked'
  notBefore: Date
  notAfter: Date
  der: Uint8Array
}

/** The door of the register that signing goes through. A certificate follows its post: who has left it finds none. */
export type CertificateRegister = {
  certificateOfPost: (
    db: Db,
    postId: string,
    now: Date,
    accountId?: string,
  ) => Promise<RegisteredCertificate | undefined>
  certificateOfOrganisation: (db: Db, organisationId: string, now: Date) => Promise<RegisteredCertificate | undefined>
  findCertificate: (db: Db, id: string) => Promise<RegisteredCertificate | undefined>
  /** Issuers, from the one of the certificate upwards; the root last. */
  chainOf: (db: Db, certificate: RegisteredCertificate) => Promise<readonly Certificate[]>
  /** Why a certificate does not sign now, as a code of refusal; what is asked stays as it is until the transaction ends. */
  whyStopped: (
    db: Db,
    certificateId: string,
    actor: { accountId: string; postId: string },
    now: Date,
  ) => Promise<string | undefined>
  /** Why there is none, where there was one. */
  whyNone: (
    db: Db,
    of: { postId: string; accountId: string } | { organisationId: string },
    now: Date,
  ) => Promise<string | undefined>
}

/** Timestamps and revocation data from wherever they come; asked only by jobs. A refusal or silence is an error. */
export type Validation = {
  stamp: (digest: DigestName, imprint: Uint8Array) => Promise<Uint8Array>
  revocationOf: (
    certificate: Certificate,
    issuer: Certificate,
  ) => Promise<{ ocsps: readonly Uint8Array[]; crls: readonly Uint8Array[] }>
  /**
   * Roots and intermediates that the register knows: a timestamp often comes without its root, and what stands under a root that is not
   * there would be asked about nowhere.
   */
  issuers?: () => Promise<readonly Certificate[]>
}

/** What signing stands on. */
export type SigningHouse = {
  dataDir: string
  origin: string
  register: CertificateRegister
  validation: Validation
  /** Whether papers say that they are a demonstration without legal value. */
  isDemonstration: boolean
  /** Makes key and certificate of the demonstration on first use, PIN 123456, for whoever never had one. */
  makeDemonstrationKey?: (call: Call, of: DemonstrationHolder) => Promise<void>
  /** PKCS#11 libraries and addresses of remote signing are settings of the house, never of a key's row. */
  pkcs11Library?: string
  cloud?: CloudService
  /** Where the signer's browser finds the agent of his USB token; the server itself never goes there. */
  agent?: string
  /** How the agent signs: the file by itself (default), or only the attributes that were prepared here. */
  agentMode?: AgentMode
}
export type AgentMode = 'file' | 'attributes'
export type DemonstrationHolder = { postId: string } | { organisationId: string }
export type CloudService = { address: string; clientId: string; clientSecret: string }

/** A key that is open for one act: its holder made it so with a PIN. */
export type Signer = PdfSigner & { certificateId: string; keyKind: KeyKind; close: () => Promise<void> }

/** Who signs a place of a paper: the receiving official, the head of the handling agency, the leader, or the agency itself. */
export type SignsBy = keyof typeof RIGHT_OF_PLACE

/** The code that came with a form: proved at most once, however many keys and papers one act opens. */
export type GivenCode = {
  text: string | undefined
  proveFor: (by: SignsBy, kind: KeyKind) => Promise<void>
}

/** Opens a key: which certificate, for what kind of place, and what its holder gives. */
export type OpenSigner = { certificateId: string; by: SignsBy; secret: string; code: GivenCode }

export type SigningKey = {
  id: string
  certificateId: string
  kind: KeyKind
  sealed: Buffer | null
  salt: Buffer | null
  tries: number
  lockedAt: Date | null
  facts: Record<string, unknown>
}

/** Right that each kind of place asks of who signs it (see `Signs` of papers). */
export const RIGHT_OF_PLACE = {
  receiver: 'signing.receive',
  head: 'signing.head',
  initials: 'signing.head',
  leader: 'signing.lead',
  seal: 'signing.seal',
} as const

/** Wrong PINs in a row that lock a key. */
export const MOST_TRIES = 3
