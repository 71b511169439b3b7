import { own, put } from '#own-keys'
/** Any JSON value, as read from a seed file. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

/** The shared pieces of forms (`seeds/forms/definitions.json`), by name. */
export type Definitions = { [name: string]: JsonObject }

const REFERENCE = /^dinh:([a-z][a-z-]*)$/

export const isJsonObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Overrides win; objects merge key by key, lists are replaced whole, `null` removes the key (RFC 7396). */
function merge(target: JsonObject, overrides: JsonObject): JsonObject {
  const merged: JsonObject = { ...target }
  for (const [key, value] of Object.entries(overrides)) {
    const before = own(merged, key)
    if (value === null) delete merged[key]
    else put(merged, key, isJsonObject(value) && isJsonObject(before) ? merge(before, value) : value)
  }
  return merged
}

function expand(value: Json, definitions: Definitions, within: readonly string[]): Json {
  if (Array.isArray(value)) return value.map((item) => expand(item, definitions, within))
  if (!isJsonObject(value)) return value
  const { $ref: reference, ...rest } = value
  const said: JsonObject = {}
  for (const [key, child] of Object.entries(rest)) put(said, key, expand(child, definitions, within))
  if (typeof reference !== 'string') return reference === undefined ? said : { $ref: reference, ...said }
  const name = REFERENCE.exec(reference)?.[1]
  const definition = name === undefined ? undefined : own(definitions, name)
  if (name === undefined || !definition) throw new Error(`forms: no shared piece is called "${reference}"`)
  if (within.includes(name)) throw new Error(`forms: "${[...within, name].join('" → "')}" contains itself`)
  const piece = expand(definition, definitions, [...within, name])
  return isJsonObject(piece) ? merge(piece, said) : said
}

/**
 * Replaces each `{ "$ref": "dinh:<name>", …overrides }` of a form by the shared piece of that name with the overrides
 * merged in. Works at any depth, also inside shared pieces. An override of `null` removes what the piece has:
 *
 *     expandForm({ $ref: 'dinh:applicant', properties: { email: null } }, definitions)
 */
export function expandForm(schema: JsonObject, definitions: Definitions): JsonObject {
  const expanded = expand(schema, definitions, [])
  return isJsonObject(expanded) ? expanded : {}
}
