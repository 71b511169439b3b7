import { documentsFor, type ProcedureContent } from '#server/procedures/index.ts'
import { fieldOf } from './decide.ts'

/** What a desk may ask for, with the wording proposed from the procedure: the paper's own clause and hint, the question's own legal hint. */
export type ProposedItem = { target: string; targetKey: string; words: string; clause: string; remedy: string }

const inFull = ({ number, title, clause }: { number: string; title: string; clause?: string | undefined }) =>
  [clause, `${title} (${number})`].filter(Boolean).join(' ')

/**
 * One item as it is proposed for a paper or an answer; the official changes what does not fit. Where neither the paper nor the question names a
 * clause, the first legal basis of the procedure stands there.
 */
export function proposeItem(
  content: ProcedureContent,
  answers: Record<string, unknown>,
  on: string,
  { target, targetKey, has, said }: { target: string; targetKey: string; has?: boolean; said?: string },
): ProposedItem {
  const general = content.legalBases[0] ? inFull(content.legalBases[0]) : ''
  if (target === 'document') {
    const paper = documentsFor(content, answers, on).find(({ key }) => key === targetKey)
    const name = paper?.name ?? ''
    return {
      target,
      targetKey,
      words: name && (has ? `${name}: bản đã gửi chưa dùng được` : `${name}: chưa có`),
      clause: paper?.legalBasis ?? general,
      remedy: paper?.hint ?? 'Chụp rõ cả bốn góc rồi gửi, hoặc mang đến bộ phận một cửa.',
    }
  }
  if (target === 'field') {
    const field = content.form ? fieldOf(content.form, answers, on, targetKey) : undefined
    return {
      target,
      targetKey,
      words: field ? `${field.title}: xem lại câu trả lời${said ? ` "${said}"` : ''}` : '',
      clause: field?.legal ?? general,
      remedy: field ? 'Sửa lại câu trả lời ở mục này rồi gửi.' : '',
    }
  }
  return { target: 'other', targetKey: '', words: '', clause: general, remedy: '' }
}
