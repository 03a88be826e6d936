import type { Strategy, StrategyChange, StrategyWish } from '../../lib/api'

/** A wish being changed, and what held when that began. */
export interface Edit {
  wish: StrategyWish
  from: Strategy
}

/** What was saved, and the wish that held before it. */
export interface Saved {
  wish: StrategyWish
  before: StrategyWish
}

/** Whether both say the same, paused or not: that is said elsewhere. */
export const same = (one: StrategyWish, other: StrategyWish): boolean => fields(one) === fields(other)

const fields = (wish: StrategyWish) =>
  JSON.stringify([
    wish.style,
    wish.sellFromMicro ?? null,
    wish.buyUpToMicro ?? null,
    wish.batteryReservePermille ?? null,
    wish.carReadyBy ?? null,
  ])

/** What saving sends; refused if somebody else has changed more than the pause since the edit began. */
export const changeOf = (edit: Edit, now: Strategy): StrategyChange => ({
  ...edit.wish,
  paused: now.wish.paused,
  version: same(edit.from.wish, now.wish) ? now.version : edit.from.version,
})

/** What undoing sends: the wish of before, paused or not as it is now; null once something else holds. */
export const undoOf = (saved: Saved | null, now: Strategy): StrategyChange | null =>
  saved && same(saved.wish, now.wish)
    ? { ...saved.before, paused: now.wish.paused, version: now.version }
    : null

/** What pausing or going on sends. */
export const pauseOf = (now: Strategy): StrategyChange => ({
  ...now.wish,
  paused: !now.wish.paused,
  version: now.version,
})
