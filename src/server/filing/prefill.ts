import { put } from '#own-keys'
import type { Account } from '#server/accounts/index.ts'
import { answerAt, type FormField, type FormSchema, sectionsOf } from '#server/procedures/index.ts'

const knownOf = (account: Account) => ({
  account: {
    ...{
      fullName: account.fullName,
      birthDate: account.birthDate,
      gender: account.gender,
      phone: account.phone,
      email: account.email,
    },
    identity: { paper: account.identityPaper, number: account.identityNumber },
    residence: { commune: account.residenceCommune, detail: account.residenceDetail },
    taxCode: account.taxCode,
  },
  enterprise:
    account.kind === 'enterprise'
      ? { taxCode: account.taxCode, commune: account.residenceCommune, address: account.residenceDetail }
      : {},
})

const fits = (field: FormField, value: unknown) =>
  typeof value === 'string' &&
  value !== '' &&
  (field.options.length === 0 || field.options.some((each) => each.value === value))

/** What is known of the person is not asked again: answers to the questions, and groups of them, that say where they are filled from. */
export const prefilled = (form: FormSchema, account: Account, on: string) => filledFrom(form, knownOf(account), on)

/** At the counter of a commune the person before the desk mostly lives there: the commune is chosen already, and can be changed. */
export const prefilledAtDesk = (form: FormSchema, commune: string, on: string) =>
  filledFrom(form, { account: { residence: { commune } } }, on)

function filledFrom(form: FormSchema, known: Record<string, unknown>, on: string): Record<string, unknown> {
  const fill = (fields: FormField[], within?: unknown): Record<string, unknown> => {
    const answers: Record<string, unknown> = {}
    for (const field of fields) {
      const name = field.path.split('.').at(-1)!
      const value = field.prefill ? answerAt(known, field.prefill) : answerAt(within, name)
      if (field.kind === 'group') {
        const inner = fill(field.fields, value)
        if (Object.keys(inner).length > 0) put(answers, name, inner)
      } else if (fits(field, value)) put(answers, name, value)
    }
    return answers
  }
  const sections = sectionsOf(form, {}, on).map((section) => [section.key, fill(section.fields)] as const)
  return Object.fromEntries(sections.filter(([, answers]) => Object.keys(answers).length > 0))
}
