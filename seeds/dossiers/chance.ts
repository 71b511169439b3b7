/** A reproducible chance (mulberry32): the same seed gives the same province. */
export type Chance = {
  /** 0 ≤ x < 1. */
  next: () => number
  /** A whole number from `least` to `most`. */
  between: (least: number, most: number) => number
  pick: <T>(items: readonly T[]) => T
  /** True in so many of a hundred cases. */
  percent: (share: number) => boolean
  /** Another chance that starts from where this one is, and takes nothing of it. */
  apart: () => Chance
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const between = (least: number, most: number) => least + Math.floor(next() * (most - least + 1))
  return {
    next,
    between,
    pick: (items) => items[Math.floor(next() * items.length)]!,
    percent: (share) => next() * 100 < share,
    apart: () => chanceOf(Math.imul(state ^ 0x9e3779b9, 0x85ebca6b)),
  }
}
