/** Where a one-time code goes: a phone or an e-mail address, normalised. */
export type Contact = { kind: 'phone' | 'email'; value: string }

/** "0912 345 678", "+84 912…" and "Ten@Noi.VN" as they are kept; undefined for anything else. */
export function readContact(typed: string): Contact | undefined {
  const text = typed.trim()
  const digits = text.replace(/[\s.-]/g, '').replace(/^\+84/, '0')
  if (/^0\d{9}$/.test(digits)) return { kind: 'phone', value: digits }
  if (/^[^\s@]{1,100}@[^\s@]+\.[^\s@]{2,}$/.test(text) && text.length <= 200)
    return { kind: 'email', value: text.toLowerCase() }
  return undefined
}
