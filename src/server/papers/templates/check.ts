import type { Call } from '#server/platform/call.ts'
import { Refusal } from '#server/platform/refusal.ts'
import { schemaFaults } from '../data-faults.ts'
import { foreignFonts } from '../foreign-fonts.ts'
import { swallowedSemicolons } from '../swallowed-semicolons.ts'
import { hintFaults } from '../template-hints.ts'
import type { TemplateVersion } from '../schema.ts'
import { withCode } from '../set-paper.ts'
import { type SetPaper, trySource } from '../setting/set.ts'
import type { Setters } from '../setting/setters.ts'
import { requireTemplateSight } from './in-hand.ts'
import { initialsFaults } from './initials.ts'

/** What a template is tried with: as typed, saved or not. */
export type TriedTemplate = Pick<TemplateVersion, 'source' | 'schema' | 'example' | 'signs'>
/** A fault of a template: the line of the source where it is known. */
export type TemplateFault = { where: 'source' | 'schema' | 'signs'; line: number | null; words: string }

const SWALLOWED = 'Dấu chấm phẩy ngay sau biểu thức (#…;) không được in ra: viết \\; để in nó.'
const FOREIGN = 'Mẫu chỉ dùng chữ Tinos của chương trình: bỏ "font:" đặt chữ khác, để giấy in ra như nhau trên mọi máy.'
/** The code in the QR of a trial; no paper has it. */
const TRIAL_CODE = 'XEMTHXEMTHXX'

/** Sets the example as it would be, keeping nothing (xem thử): the paper when there is one, and every fault. @throws Refusal `papers.trial-endless`. */
export async function tryTemplate(
  call: Call,
  tried: TriedTemplate,
  { origin, setters }: { origin: string; setters?: Pick<Setters, 'order'> },
): Promise<{ set: SetPaper | null; faults: TemplateFault[] }> {
  requireTemplateSight(call)
  const faults: TemplateFault[] = [...schemaFaults(tried.schema, tried.example), ...hintFaults(tried.schema)].map(
    (words) => ({ where: 'schema', line: null, words }),
  )
  for (const line of swallowedSemicolons(tried.source)) faults.push({ where: 'source', line, words: SWALLOWED })
  for (const line of foreignFonts(tried.source)) faults.push({ where: 'source', line, words: FOREIGN })
  const result = await trySource(tried.source, withCode(tried.example, origin, TRIAL_CODE), call.now, setters)
  if ('faults' in result)
    return {
      set: null,
      faults: [...faults, ...result.faults.map(({ line, words }) => ({ where: 'source' as const, line, words }))],
    }
  const places = new Set(result.set.places.filter((each) => each.kind === 'signature').map((each) => each.key))
  for (const { key } of tried.signs)
    if (!places.has(key))
      faults.push({ where: 'signs', line: null, words: `Chưa có chỗ ký "${key}" trên giấy: thêm place-for("${key}").` })
  return { set: result.set, faults }
}

/** Asks that a template may be published. @throws Refusal `papers.template-faults`, `papers.trial-endless`. */
export async function requireSoundTemplate(
  call: Call,
  tried: TriedTemplate & Pick<TemplateVersion, 'kind'>,
  house: { origin: string },
) {
  const { faults: found } = await tryTemplate(call, tried, house)
  const faults = [...found, ...initialsFaults(tried).map((words) => ({ line: null, words }))]
  if (faults.length > 0)
    throw new Refusal('papers.template-faults', {
      list: faults.map(({ line, words }) => (line ? `dòng ${line}: ${words}` : words)),
    })
}
