import { own } from '#own-keys'
import { holds } from '../conditions.ts'
import type { FormSchema } from '../schema.ts'
import type { Condition } from '../vocabulary.ts'

/** A condition whose answers given on other pages are already decided. */
export type LiveCondition =
  Condition | { constant: boolean } | { all: LiveCondition[] } | { any: LiveCondition[] } | { not: LiveCondition }

/** What a form declares of the least and the most of an answer; each holds (`bounds.ts`). */
export type Bounds = {
  minimum: number | undefined
  maximum: number | undefined
  minLength: number | undefined
  maxLength: number | undefined
  pattern: string | undefined
  /** What the pattern wants, in words. */
  patternWords: string | undefined
}

/** One question of a form as a page shows it. */
export type FormField = {
  /** Dotted path, `section.field`. */
  path: string
  kind: string
  title: string
  hint: string | undefined
  legal: string | undefined
  required: boolean
  options: { value: string; label: string }[]
  maxLength: number | undefined
  bounds: Bounds
  /** Days this day may not lie after, or before: `filing` (the day it is filed), or the path of another day. */
  notAfter: string[]
  notBefore: string[]
  /** What two answers together make doubtful: told before sending, and to the desk; never a bar. */
  doubts: { when: Condition; words: string }[]
  /** The identity paper whose number is asked, where the form says it (`x-paper`). */
  paper: string | undefined
  prefill: string | undefined
  width: string | undefined
  standard: unknown
  /** When it is asked. */
  when: Condition | undefined
  /** On a page that asks as it is filled in (`live.ts`): what opens it there, and whether it is asked by the answers kept so far. */
  live?: { when: LiveCondition; asked: boolean } | undefined
  /** Of a group: its questions. */
  fields: FormField[]
  /** Of rows: the questions of one row, with paths relative to the row. */
  row: { name: string; fields: FormField[]; least: number; most: number } | undefined
}
export type FormSection = { key: string; title: string; description: string | undefined; fields: FormField[] }

type Node = Record<string, unknown>
const asNode = (value: unknown): Node => (typeof value === 'object' && value !== null ? (value as Node) : {})
const number = (value: unknown) => (typeof value === 'number' ? value : undefined)
const paths = (value: unknown) => (typeof value === 'string' ? [value] : Array.isArray(value) ? value.map(String) : [])
const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
/** Whether a question is asked; without answers every question is. */
const shown = (node: Node, answers: unknown, on: string) =>
  answers === undefined || !node['x-when'] || holds(node['x-when'] as Condition, answers, on)

function field(node: Node, path: string, required: boolean, answers: unknown, on: string): FormField {
  const labels = asNode(node['x-labels'])
  const rows = node.type === 'array' ? asNode(node.items) : undefined
  return {
    path,
    kind: node.type === 'object' ? 'group' : node.type === 'array' ? 'rows' : (text(node['x-kind']) ?? 'text'),
    title: text(node.title) ?? path,
    hint: text(node.description),
    legal: text(node['x-legal']),
    required,
    options: (Array.isArray(node.enum) ? node.enum : []).map((value) => ({
      value: String(value),
      label: text(own(labels, String(value))) ?? String(value),
    })),
    maxLength: number(node.maxLength),
    bounds: {
      minimum: number(node.minimum),
      maximum: number(node.maximum),
      minLength: number(node.minLength),
      maxLength: number(node.maxLength),
      pattern: text(node.pattern),
      patternWords: text(node['x-pattern-words']),
    },
    notAfter: paths(node['x-notAfter']),
    notBefore: paths(node['x-notBefore']),
    doubts: Array.isArray(node['x-doubts']) ? (node['x-doubts'] as FormField['doubts']) : [],
    paper: text(node['x-paper']),
    prefill: text(node['x-prefill']),
    width: text(node['x-width']),
    standard: node.default,
    when: node['x-when'] as Condition | undefined,
    fields: node.type === 'object' ? fieldsIn(node, path, answers, on) : [],
    row: rows && {
      name: text(node['x-row-name']) ?? 'Dòng',
      fields: fieldsIn(rows, '', answers, on),
      least: typeof node.minItems === 'number' ? node.minItems : 0,
      most: typeof node.maxItems === 'number' ? node.maxItems : 50,
    },
  }
}

function fieldsIn(node: Node, path: string, answers: unknown, on: string): FormField[] {
  const required = Array.isArray(node.required) ? node.required : []
  return Object.entries(asNode(node.properties))
    .filter(([, child]) => shown(asNode(child), answers, on))
    .map(([name, child]) => field(asNode(child), path ? `${path}.${name}` : name, required.includes(name), answers, on))
}

/** The pages of a form that are asked in this case, in order. */
export function sectionsOf(form: FormSchema, answers: unknown, on: string): FormSection[] {
  return Object.entries(form.properties)
    .filter(([, node]) => shown(node, answers, on))
    .map(([key, node]) => ({
      key,
      title: text(node.title) ?? key,
      description: text(node.description),
      fields: fieldsIn(node, key, answers, on),
    }))
}

const placedAt = (field: FormField, before: string): FormField => ({
  ...field,
  path: `${before}.${field.path}`,
  fields: field.fields.map((each) => placedAt(each, before)),
})

/** The questions of one row of a list, groups in it too, by their whole path. */
export const rowFields = (field: FormField, at: number): FormField[] =>
  (field.row?.fields ?? []).map((each) => placedAt(each, `${field.path}.${at}`))

/** Every page of a form with all its questions, asked in this case or not. */
export function allSections(form: FormSchema): FormSection[] {
  return Object.entries(form.properties).map(([key, node]) => ({
    key,
    title: text(node.title) ?? key,
    description: text(node.description),
    fields: fieldsIn(node, key, undefined, ''),
  }))
}

/** Every question in one list, groups opened; rows stay one. */
export const fieldsOf = (fields: FormField[]): FormField[] =>
  fields.flatMap((each) => (each.kind === 'group' ? fieldsOf(each.fields) : [each]))
