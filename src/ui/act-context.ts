import { getContext, setContext } from 'svelte'

/** Of the form that fields stand in, when it has just come back refused: the fault of a field and what was typed or chosen there. */
export type ActState = {
  fault: (name: string) => string | undefined
  /** What was typed; undefined where the form did not come back. */
  text: (name: string) => string | undefined
  /** What was ticked, also nothing; undefined where the form did not come back. */
  chosen: (name: string) => string[] | undefined
}
const KEY = Symbol('the form that fields stand in')

export const setActState = (state: ActState) => setContext(KEY, state)
export const actState = (): ActState | undefined => getContext<ActState | undefined>(KEY)
