import { readPlace as readPlaceAfter } from '#server/platform/identifiers.ts'
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
export const readPlace = ({ searchParams }: URL) => readPlaceAfter(searchParams.get('sau'))
export const placeText = ({ at, id }: { at: Date; id: string }) => `${at.getTime()}_${id}`
