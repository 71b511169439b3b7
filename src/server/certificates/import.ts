import { own } from '#own-keys'
import { loadDirectory, loadPosts } from '#server/directory/index.ts'
import { type Call, inTransaction, may } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { fold } from '#server/platform/vietnamese-text.ts'
import { vietnamDate } from '#server/platform/vietnam-time.ts'
import { type Certificate, FormatFault, readCertificates } from '#server/signatures/index.ts'
import { recordIssued } from './record-issued.ts'

/** One line of the report: what the certificate says, and what became of it. */
export type ImportLine = {
  subject: string
  serial: string
  id?: string
  code?: string
  facts?: Record<string, unknown>
}
export type ImportCertificates = {
  bytes: Uint8Array
  password?: string | undefined
  /** For whom; where no post is named, the post of this unit whose holder the certificate names, else the unit itself. */
  organisationId: string
  postId?: string | undefined
}

const FAULTS: Record<string, string> = {
  'pkcs12.wrong-password': 'certificates.wrong-password',
  'pkcs12.old-encryption': 'certificates.old-encryption',
  'certificate.too-large': 'certificates.file-too-large',
}
/** Reads a file of certificates; what cannot be read is a refusal that says why. */
export async function certificatesOfFile(bytes: Uint8Array, password?: string): Promise<Certificate[]> {
  try {
    return await readCertificates(bytes, password)
  } catch (error) {
    if (!(error instanceof FormatFault)) throw error
    throw new Refusal(own(FAULTS, error.code) ?? 'certificates.unreadable')
  }
}

/** The post of the unit whose holder the certificate names. */
async function postNamed(call: Call, organisationId: string, certificate: Certificate): Promise<string | null> {
  const posts = await loadPosts(call.db, vietnamDate(call.now))
  const name = fold(certificate.subject.commonName ?? '')
  const found = [...posts.all.values()].filter(
    (post) => post.organisationId === organisationId && post.holder && fold(post.holder) === name,
  )
  return found.length === 1 ? found[0]!.id : null
}

/**
 * Enters existing certificates of a unit (PEM, DER, PKCS#7, public part of PKCS#12), each on its own: one that is refused does not hold up
 * the others. Certificates of authorities belong to the trust anchors and are refused here.
 */
export async function importCertificates(call: Call, command: ImportCertificates): Promise<ImportLine[]> {
  const { organisationId } = command
  if (!may(call.actor, 'certificates.issue', organisationId)) throw new Refusal('certificates.no-right')
  if (!(await loadDirectory(call.db, vietnamDate(call.now))).organisation(organisationId))
    throw new Refusal('certificates.unknown-organisation')
  const lines: ImportLine[] = []
  for (const certificate of await certificatesOfFile(command.bytes, command.password)) {
    const line = { subject: certificate.subject.text, serial: certificate.serial }
    try {
      const postId = command.postId ?? (await postNamed(call, organisationId, certificate))
      const { id } = await inTransaction(call, (within) =>
        recordIssued(within, certificate, { organisationId, postId, tokenSerial: null, reason: 'imported' }),
      )
      lines.push({ ...line, id })
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      lines.push({ ...line, code: error.code, facts: error.facts })
    }
  }
  return lines
}
