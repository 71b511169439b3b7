import { Ajv2020 } from 'ajv/dist/2020.js'
import { conditionFaults, type Form, pathFaults, readForm } from './forms/form-schema.ts'
import type { JsonObject } from './forms/definitions.ts'
import type { CompetenceCase, ProcedureContent } from './schema.ts'
import { limitWarnings, workflowFaults } from './workflow-faults.ts'

/** What stands in the way of publishing, and what should be looked at again; sentences for the drafter. */
export type ContentFaults = { faults: string[]; warnings: string[] }

/** Faults of a form: JSON Schema 2020-12 by its own rules, then our vocabulary (`x-kind`, sections, conditions). */
export function formFaults(schema: NonNullable<ProcedureContent['form']>): { form: Form; faults: string[] } {
  const read = readForm(schema as JsonObject)
  const ajv = new Ajv2020({ strict: false, logger: false, validateFormats: false, allErrors: true })
  if (!ajv.validateSchema(schema))
    return {
      form: read.form,
      faults: [
        ...read.faults,
        ...(ajv.errors ?? []).map(
          (each) => `Tờ khai sai JSON Schema 2020-12 tại ${each.instancePath || '/'}: ${each.message}.`,
        ),
      ],
    }
  try {
    ajv.compile(schema)
    return read
  } catch (fault) {
    return { form: read.form, faults: [...read.faults, `Tờ khai không dùng được: ${(fault as Error).message}.`] }
  }
}

function competenceFaults(form: Form, cases: readonly CompetenceCase[], where: string): string[] {
  if (cases.length === 0) return [`${where}: chưa có quy tắc thẩm quyền.`]
  const faults = cases.flatMap((rule, at) => {
    const what = `${where}, trường hợp ${at + 1}`
    const found = (rule.fields ?? []).flatMap((field) => pathFaults(form, field, what, ['commune', 'choice']))
    if (rule.when) found.push(...conditionFaults(form, rule.when, what))
    if (rule.by === 'fixed' ? !rule.organisation : !rule.tier)
      found.push(`${what}: "${rule.by}" thiếu ${rule.by === 'fixed' ? 'đơn vị (organisation)' : 'cấp (tier)'}.`)
    if (!['any', 'fixed'].includes(rule.by) && !rule.fields?.length)
      found.push(`${what}: "${rule.by}" thiếu trường (fields).`)
    return found
  })
  return cases.at(-1)?.when ? [...faults, `${where}: trường hợp cuối phải luôn đúng (không có when).`] : faults
}

function entryFaults(content: ProcedureContent, form: Form): string[] {
  const faults: string[] = []
  for (const [list, entries] of [
    ['Giấy tờ', content.requiredDocuments],
    ['Phí, lệ phí', content.fees],
    ['Thời hạn', content.timeLimits],
  ] as const) {
    const keys = entries.map(({ key }) => key)
    if (new Set(keys).size < keys.length) faults.push(`${list}: hai mục trùng mã.`)
    for (const entry of entries)
      if (entry.when) faults.push(...conditionFaults(form, entry.when, `${list} "${entry.key}"`))
  }
  for (const paper of content.requiredDocuments) {
    if (paper.when && !paper.whenWords) faults.push(`Giấy tờ "${paper.key}": có điều kiện mà thiếu lời (whenWords).`)
    if (!paper.madeByForm && paper.need === 'submit' && paper.originals + paper.copies === 0)
      faults.push(`Giấy tờ "${paper.key}": không ghi bản chính hay bản sao.`)
  }
  for (const fee of content.fees) {
    faults.push(...pathFaults(form, fee.quantityField, `Phí "${fee.key}"`, ['integer', 'number']))
    faults.push(...pathFaults(form, fee.copiesField, `Phí "${fee.key}"`, ['integer', 'number']))
    if (fee.amount === null && !fee.note) faults.push(`Phí "${fee.key}": không có mức thu và không có ghi chú.`)
  }
  for (const next of content.nextProcedures) {
    const where = `Thủ tục tiếp theo "${next.code}"`
    if (next.code === content.code) faults.push(`${where}: là chính thủ tục này.`)
    if (next.when) faults.push(...conditionFaults(form, next.when, where))
    for (const path of Object.values(next.carries ?? {}))
      if (form.get(path)?.inRows !== false) faults.push(`${where}: tờ khai không có "${path}" để chép sang.`)
  }
  return faults
}

const NEEDED = [
  ['results', 'kết quả'],
  ['legalBases', 'căn cứ pháp lý'],
  ['sequence', 'trình tự thực hiện'],
  ['requiredDocuments', 'thành phần hồ sơ'],
  ['timeLimits', 'thời hạn giải quyết'],
] as const

/**
 * Checks a content as a whole. One with neither form nor workflow is only to be read; one with both can be filed here, and every
 * answer, step and unit that it names must exist.
 */
export function contentFaults(content: ProcedureContent): ContentFaults {
  const faults: string[] = []
  const warnings: string[] = []
  for (const [list, words] of NEEDED)
    if (content[list].length === 0) (content.form ? faults : warnings).push(`Chưa có ${words}.`)
  if (!content.summary) (content.form ? faults : warnings).push('Chưa có tóm tắt.')
  if (content.aliases.length === 0) warnings.push('Chưa có từ người dân hay gõ khi tìm.')
  if (content.lifeEvents.length === 0) warnings.push('Chưa gắn với sự kiện nào trong đời.')
  if (!content.form && !content.workflow) return { faults, warnings }
  if (!content.form) return { faults: [...faults, 'Có quy trình nội bộ mà chưa có tờ khai.'], warnings }
  const { form, faults: ofForm } = formFaults(content.form)
  faults.push(...ofForm)
  if (!content.owner) faults.push('Chưa chỉ ra chủ hồ sơ (owner).')
  for (const [key, path] of Object.entries(content.owner ?? {}))
    if (key !== 'kind') faults.push(...pathFaults(form, path, `owner.${key}`, key === 'commune' ? ['commune'] : []))
  faults.push(
    ...competenceFaults(form, content.receiving, 'Nơi tiếp nhận'),
    ...competenceFaults(form, content.handling, 'Nơi giải quyết'),
    ...entryFaults(content, form),
  )
  if (!content.workflow) faults.push('Chưa có quy trình nội bộ.')
  else {
    faults.push(...workflowFaults(content.workflow, form))
    warnings.push(...limitWarnings(content.workflow, content.timeLimits))
  }
  return { faults, warnings }
}
