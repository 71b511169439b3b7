/**
 * Data exceptions of PostgreSQL that say of a value from outside that it is none of its kind: an identifier that is no UUID, a number out of
 * range, a day that does not exist, a NUL or half a letter in a text.
 */
const BAD_VALUES = new Set(['22P02', '22003', '22007', '22008', '22009', '22021', '22P05', '22001'])

/** Whether the database could not read a value: the asker's fault, told as such, whatever door it came by. */
export const isBadValue = (error: unknown): boolean =>
  error instanceof Error && BAD_VALUES.has(String((error as Error & { code?: unknown }).code))
