import { own } from '#own-keys'
import { FormatFault } from '../format-fault.ts'

/** Exclusive canonical form (xml-exc-c14n) with prefixes that are treated as in the inclusive one, or the inclusive form (xml-c14n); no comments. */
export type Canonical = { exclusive: boolean; prefixes?: readonly string[] }
type Scope = ReadonlyMap<string, string>

const ELEMENT = 1
const TEXT = 3
const CDATA = 4
const INSTRUCTION = 7

const textWords = (words: string) =>
  words.replace(/[&<>\r]/g, (each) => own({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#xD;' }, each)!)
const ATTRIBUTE: Record<string, string> = {
  ...{ '&': '&amp;', '<': '&lt;', '"': '&quot;' },
  ...{ '\t': '&#x9;', '\n': '&#xA;', '\r': '&#xD;' },
}
const attributeWords = (words: string) => words.replace(/[&<"\t\n\r]/g, (each) => own(ATTRIBUTE, each)!)
const before = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const prefixDeclared = (name: string) => (name === 'xmlns' ? '' : name.startsWith('xmlns:') ? name.slice(6) : undefined)
const prefixOf = (name: string) => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '')

/** The name spaces in force at an element, given those around it. */
function scopeOf(element: Element, around: Scope): Scope {
  const scope = new Map(around)
  for (const { name, value } of Array.from(element.attributes)) {
    const prefix = prefixDeclared(name)
    if (prefix !== undefined) scope.set(prefix, value)
  }
  return scope
}

function scopeAround(element: Element): Scope {
  const chain: Element[] = []
  for (let at = element.parentNode; at && at.nodeType === ELEMENT; at = at.parentNode) chain.unshift(at as Element)
  return chain.reduce<Scope>((scope, each) => scopeOf(each, scope), new Map())
}

/** `xml:lang` and its like of elements above, which the inclusive form gives to the element it begins with. */
function inherited(element: Element): { name: string; value: string }[] {
  const found = new Map<string, string>()
  for (let at = element.parentNode; at && at.nodeType === ELEMENT; at = at.parentNode)
    for (const { name, value } of Array.from((at as Element).attributes))
      if (name.startsWith('xml:') && !element.hasAttribute(name) && !found.has(name)) found.set(name, value)
  return [...found].map(([name, value]) => ({ name, value }))
}

/** The canonical form of an element and what is in it, without `skipped` (the signature, of an enveloped one). */
export function canonicalOf(apex: Element, how: Canonical, skipped?: Element): string {
  const listed = new Set((how.prefixes ?? []).map((each) => (each === '#default' ? '' : each)))
  const parts: string[] = []

  const declarations = (element: Element, scope: Scope, rendered: Scope) => {
    const wanted = new Set<string>(how.exclusive ? [] : scope.keys())
    wanted.add(prefixOf(element.tagName))
    for (const { name } of Array.from(element.attributes))
      if (prefixDeclared(name) === undefined && name.includes(':')) wanted.add(prefixOf(name))
    for (const prefix of listed) if (scope.has(prefix)) wanted.add(prefix)
    wanted.delete('xml')
    return [...wanted]
      .map((prefix) => [prefix, scope.get(prefix) ?? ''] as const)
      .filter(([prefix, uri]) => {
        if (prefix !== '' && uri === '') throw new FormatFault('xml.damaged')
        return uri !== (rendered.get(prefix) ?? '')
      })
      .sort(([a], [b]) => before(a, b))
  }

  const write = (element: Element, around: Scope, rendered: Scope) => {
    const scope = scopeOf(element, around)
    const declared = declarations(element, scope, rendered)
    parts.push(`<${element.tagName}`)
    for (const [prefix, uri] of declared)
      parts.push(` xmlns${prefix === '' ? '' : `:${prefix}`}="${attributeWords(uri)}"`)
    const uriOf = (name: string) => (name.startsWith('xml:') ? XML : (scope.get(prefixOf(name)) ?? ''))
    const extra = element === apex && !how.exclusive ? inherited(element) : []
    const attributes = [...Array.from(element.attributes), ...extra]
      .filter(({ name }) => prefixDeclared(name) === undefined)
      .map(({ name, value }) => ({ name, value, uri: name.includes(':') ? uriOf(name) : '' }))
      .sort((a, b) => before(a.uri, b.uri) || before(localOf(a.name), localOf(b.name)))
    for (const { name, value } of attributes) parts.push(` ${name}="${attributeWords(value)}"`)
    parts.push('>')
    const seen = new Map([...rendered, ...declared])
    for (const child of Array.from(element.childNodes)) {
      if (child.nodeType === ELEMENT && child !== skipped) write(child as Element, scope, seen)
      else if (child.nodeType === TEXT || child.nodeType === CDATA) parts.push(textWords(child.nodeValue ?? ''))
      else if (child.nodeType === INSTRUCTION)
        parts.push(`<?${child.nodeName}${child.nodeValue ? ` ${child.nodeValue.replace(/\r/g, '&#xD;')}` : ''}?>`)
    }
    parts.push(`</${element.tagName}>`)
  }

  write(apex, scopeAround(apex), new Map())
  return parts.join('')
}

const XML = 'http://www.w3.org/XML/1998/namespace'
const localOf = (name: string) => name.slice(name.indexOf(':') + 1)
