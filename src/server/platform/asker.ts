import type { Call } from './call.ts'
import { networkOf } from './network.ts'

/** Under what somebody's use of the house is counted: their account, or their network while nobody knows who they are. */
export const askerOf = ({ actor, origin }: Call): string =>
  actor.kind === 'anonymous' ? `network ${networkOf(origin?.ip)}` : `account ${actor.id}`
