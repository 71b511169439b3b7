import { errorFacts, log } from './log.ts'
import { Refusal } from './refusal.ts'

/**
 * Data exceptions of PostgreSQL that say of a value from outside that it is none of its kind: an identifier that is no UUID, a number out of
 * range, a day that does not exist, a NUL or half a letter in a text.
 */
const BAD_VALUES = new Set(['22P02', '22003', '22007', '22008', '22009', '22021', '22P05', '22001'])

/** Rules that tables repeat: a CHECK, a reference to what is not there, something that is there already. */
const RULES = new Set(['23514', '23503', '23505', '23P01'])

/**
 * What the asker is told of a rule that only a table stopped, by its name: where two acts may meet, or where a page lets through what a table
 * does not take. Everything else is told by the kind of the rule, and logged as a rule that an act should have asked itself.
 */
export const TOLD: ReadonlyMap<string, string> = new Map([
  ['account_login_name_key', 'accounts.login-name-taken'],
  ['account_phone', 'accounts.contact-has-account'],
  ['account_email', 'accounts.contact-has-account'],
  ['blank_pkey', 'platform.there-already'],
  ['certificate_fingerprint_key', 'certificates.duplicate'],
  ['certificate_request_once', 'certificates.already-asked'],
  ['paper_template_draft', 'platform.there-already'],
  ['procedure_version_open', 'platform.there-already'],
  ['signed_copy_number_once', 'platform.there-already'],
])

type Told = Error & { code?: unknown; constraint?: string; table?: string }
const isOfDatabase = (error: unknown): error is Told =>
  error instanceof Error && typeof (error as Told).code === 'string' && 'severity' in error

/** The refusal of a rule, by its name or else its kind. */
function codeOf({ code, constraint = '' }: Told): string {
  const told = TOLD.get(constraint)
  if (told) return told
  if (code === '23503') return 'platform.gone-meanwhile'
  return code === '23514' ? 'platform.bad-value' : 'platform.there-already'
}

/**
 * A refusal of the database that is about what was asked, as the refusal that it is, whatever door it came by: a value that is none of its
 * kind, or a rule of a table. Undefined for everything else, which is a fault of the program. `read`: nothing was sent, only an address.
 */
export function refusalOf(error: unknown, { read = false } = {}): Refusal | undefined {
  if (!isOfDatabase(error)) return undefined
  const code = String(error.code)
  if (BAD_VALUES.has(code)) {
    log('warn', 'value not read', { code })
    return new Refusal(read ? 'platform.bad-address' : 'platform.bad-value')
  }
  // What only reads breaks no rule: that is our own fault.
  if (read || !RULES.has(code)) return undefined
  log(TOLD.has(error.constraint ?? '') ? 'warn' : 'error', 'a rule of a table was broken', {
    ...errorFacts(error),
    constraint: error.constraint,
    table: error.table,
  })
  return new Refusal(codeOf(error))
}
