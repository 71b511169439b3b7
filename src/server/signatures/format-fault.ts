/**
 * A file is not what it says: damaged, hostile, or of a kind that is not read here. The code tells the caller which; acts turn it into a
 * sentence. Readers of foreign bytes throw nothing else.
 */
export class FormatFault extends Error {
  readonly code: string
  readonly detail: string | undefined
  constructor(code: string, detail?: string) {
    super(detail ? `${code}: ${detail}` : code)
    this.name = 'FormatFault'
    this.code = code
    this.detail = detail
  }
}

/** Runs a reader: any error that is not a FormatFault (a range, a text that does not decode) becomes one. */
export function reading<T>(code: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof FormatFault) throw error
    throw new FormatFault(code, error instanceof Error ? error.message : undefined)
  }
}
