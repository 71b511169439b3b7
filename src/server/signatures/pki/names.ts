import { type Der, hexOf, oidOf, sequenceOf, setOf, textOf } from './der.ts'
import { shownWords } from '../shown-words.ts'
import { encoded, ia5String, oid, printableString, sequence, utf8String } from './der-write.ts'

const KNOWN = {
  commonName: ['2.5.4.3', 'CN'],
  surname: ['2.5.4.4', 'SN'],
  serialNumber: ['2.5.4.5', 'SERIALNUMBER'],
  country: ['2.5.4.6', 'C'],
  locality: ['2.5.4.7', 'L'],
  province: ['2.5.4.8', 'ST'],
  organisation: ['2.5.4.10', 'O'],
  unit: ['2.5.4.11', 'OU'],
  title: ['2.5.4.12', 'T'],
  givenName: ['2.5.4.42', 'GN'],
  organisationIdentifier: ['2.5.4.97', 'organizationIdentifier'],
  userId: ['0.9.2342.19200300.100.1.1', 'UID'],
  emailAddress: ['1.2.840.113549.1.9.1', 'E'],
} as const
export type NameField = keyof typeof KNOWN
type Attribute = { oid: string; value: string }

/** A distinguished name: its known fields (the first of each) and its text as people may be shown them (`shownWords`), and its octets. */
export type DistinguishedName = { readonly [field in NameField]?: string } & {
  text: string
  der: Uint8Array
  /** Equal for equal names: case and runs of spaces do not count (RFC 5280, 7.1). */
  key: string
}

const FIELDS = Object.entries(KNOWN) as [NameField, readonly [string, string]][]
const fold = (value: string) => value.normalize('NFKC').trim().replace(/\s+/g, ' ').toLowerCase()

export function readName(value: Der): DistinguishedName {
  const sets = sequenceOf(value).map((set) =>
    setOf(set).map((each): Attribute => {
      const [type, text] = sequenceOf(each)
      const isText = text !== undefined && text.cls === 0 && !text.constructed
      return { oid: oidOf(type), value: isText ? textOf(text) : `#${hexOf(text?.bytes ?? new Uint8Array())}` }
    }),
  )
  const all = sets.flat()
  const fields: { [field in NameField]?: string } = {}
  for (const [field, [id]] of FIELDS) {
    const found = all.find((each) => each.oid === id)
    if (found) fields[field] = shownWords(found.value)
  }
  const label = (id: string) => FIELDS.find(([, [known]]) => known === id)?.[1][1] ?? id
  const text = all
    .toReversed()
    .map((each) => `${label(each.oid)}=${shownWords(each.value)}`)
    .join(', ')
  const key = JSON.stringify(sets.map((set) => set.map((each) => [each.oid, fold(each.value)].join('=')).sort()))
  return { ...fields, text, der: value.bytes, key }
}

export const sameName = (a: DistinguishedName, b: DistinguishedName) => a.key === b.key

/** Writes a name, one attribute a step, in the order given. */
export function writeName(fields: readonly (readonly [NameField, string])[]): Uint8Array<ArrayBuffer> {
  return sequence(
    ...fields.map(([field, value]) => {
      const ascii = field === 'country' || field === 'serialNumber' ? printableString : utf8String
      const text = field === 'emailAddress' ? ia5String(value) : ascii(value)
      return encoded(0x31, sequence(oid(KNOWN[field][0]), text))
    }),
  )
}
