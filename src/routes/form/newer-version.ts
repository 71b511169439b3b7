import type { DraftView } from '#server/filing/index.ts'

/** What pages of a draft say of its version: whether another is in force, and since when. */
export const newerOf = ({ outdated }: DraftView) => ({
  outdated: outdated !== null,
  newer: outdated?.newer ? { from: outdated.newer.effectiveFrom } : null,
})
