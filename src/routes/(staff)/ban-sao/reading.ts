import { type CopyFilter, CopyState } from '#server/signing/index.ts'
import { readForm } from '../../copy-words.ts'
import { readDay } from '../../typed-day.ts'

/** What the register is narrowed to, from the address. */
export const copyFilter = ({ searchParams }: URL): CopyFilter => ({
  ...{ from: readDay(searchParams.get('tu') ?? ''), to: readDay(searchParams.get('den') ?? '') },
  state: CopyState.safeParse(searchParams.get('tt')).data,
  form: readForm(searchParams.get('ht')),
})

/** The place in the list after which a page begins: instant and id. */
export function readPlace({ searchParams }: URL): { at: Date; id: string } | undefined {
  const [at, id] = (searchParams.get('sau') ?? '').split('_')
  const time = Number(at)
  return Number.isSafeInteger(time) && time > 0 && /^[0-9a-f-]{36}$/.test(id ?? '')
    ? { at: new Date(time), id: id! }
    : undefined
}
export const placeText = ({ at, id }: { at: Date; id: string }) => `${at.getTime()}_${id}`
