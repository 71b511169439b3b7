/**
 * Keys that come from outside: an address, a form, an answer, a file of somebody else. `constructor` and `__proto__` are words like any other:
 * only what an object itself holds is found, and nothing is written anywhere else. `tools/check/own-keys.ts` forbids `object[key]` with such a key.
 */
type Keyed<Value> = { readonly [key: string]: Value }

/** What the object itself holds under this key. */
export const own = <Value>(of: Keyed<Value> | null | undefined, key: string): Value | undefined =>
  of !== null && of !== undefined && Object.hasOwn(of, key) ? of[key] : undefined

/**
 * Puts a value under this key of the object itself. A name that is only inherited (`constructor`, `__proto__`) is defined, since writing it
 * would meet the closed prototype; every other is written plainly, which costs a tenth.
 */
export function put<Value>(into: { [key: string]: Value }, key: string, value: Value) {
  if (Object.hasOwn(into, key) || !(key in into)) into[key] = value
  else Object.defineProperty(into, key, { value, writable: true, enumerable: true, configurable: true })
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Puts a value at a dotted path; what is missing on the way is made, rows are found by their number. `undefined` takes the value away. */
export function setAt(into: Record<string, unknown>, path: string, value: unknown) {
  const names = path.split('.')
  const last = names.pop()!
  let at = into
  for (const name of names) {
    const next = own(at, name)
    if (isObject(next)) {
      at = next
      continue
    }
    const made = {}
    put(at, name, made)
    at = made
  }
  if (value === undefined) Reflect.deleteProperty(at, last)
  else put(at, last, value)
}
