/** Names of fields that are never kept: passwords, PINs, one-time codes. */
const SECRET = /mat-khau|password|pin|ma-mot-lan/i
export const isSecret = (name: string) => SECRET.test(name)

/** A posted form as it may be kept for its author: everything typed but secrets, which are typed again. */
export function withoutSecrets(form: FormData): string {
  const kept = new URLSearchParams()
  for (const [name, value] of form) if (typeof value === 'string' && !isSecret(name)) kept.append(name, value)
  return kept.toString()
}
