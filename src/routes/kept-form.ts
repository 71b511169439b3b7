/** Names of fields that are never kept: passwords, PINs, one-time codes. */
const SECRET = /mat-khau|password|pin|ma-mot-lan/i

/** A posted form as it may be kept for its author: everything typed but secrets, which are typed again. */
export function withoutSecrets(body: string): string {
  const fields = new URLSearchParams(body)
  for (const name of [...fields.keys()]) if (SECRET.test(name)) fields.delete(name)
  return fields.toString()
}
