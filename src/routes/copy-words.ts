import type { SignedCopy } from '#server/signing/index.ts'

/** Hình thức sao as a clerk chooses it (NĐ 30/2020 art. 25). */
export const COPY_FORM_OPTIONS: { value: SignedCopy['form']; label: string }[] = [
  { value: 'sao-y', label: 'Sao y: chép đủ từ bản gốc, bản chính' },
  { value: 'sao-luc', label: 'Sao lục: chép từ bản sao y' },
  { value: 'trich-sao', label: 'Trích sao: chỉ phần cần' },
]
const FORM_NAMES = { 'sao-y': 'Sao y', 'sao-luc': 'Sao lục', 'trich-sao': 'Trích sao' } as const
export const formName = (form: SignedCopy['form']) => FORM_NAMES[form]
export const readForm = (given: string | null | undefined): SignedCopy['form'] | undefined =>
  COPY_FORM_OPTIONS.find(({ value }) => value === given)?.value

/** A copy as lists of officials show it. */
export const copyLine = (copy: SignedCopy) => ({
  ...{ id: copy.id, code: copy.code, title: copy.title, form: formName(copy.form), subject: copy.subjectWords },
  ...{ isOfDossier: copy.subjectKind === 'dossier', pages: copy.pages, notation: copy.notation },
  ...{ signedAt: copy.signedAt, signedBy: copy.signedByName, valid: copy.state === 'valid' },
  ...{ reason: copy.stateReason, endedAt: copy.state === 'withdrawn' ? copy.stateAt : null },
})
export type CopyLine = ReturnType<typeof copyLine>

export const sizeWords = (bytes: number) =>
  bytes >= 1_000_000
    ? `${(bytes / 1_000_000).toFixed(1).replace('.', ',')} MB`
    : `${Math.max(1, Math.round(bytes / 1000))} KB`
