import { expect, it } from 'vitest'
import type { Strategy, StrategyWish } from '../../lib/api'
import { changeOf, pauseOf, undoOf } from './wish'

const balanced: StrategyWish = { style: 'BALANCED', batteryReservePermille: null, paused: false }
const best: StrategyWish = { ...balanced, style: 'BEST_PRICE' }
const neighbourly: StrategyWish = { ...balanced, style: 'NEIGHBOURLY' }

const holds = (wish: StrategyWish, version: number): Strategy => ({
  wish,
  previous: null,
  bounds: null,
  sellMicro: null,
  buyMicro: null,
  version,
  changedAt: null,
})

it('undoes a choice and keeps the pause that came after it', () => {
  const saved = { wish: best, before: balanced }
  expect(undoOf(saved, holds({ ...best, paused: true }, 9))).toEqual({
    ...balanced,
    paused: true,
    version: 9,
  })
})

it('undoes a choice that was made while paused without going on', () => {
  const saved = { wish: { ...best, paused: true }, before: { ...balanced, paused: true } }
  expect(undoOf(saved, holds(best, 4))).toMatchObject({ style: 'BALANCED', paused: false })
})

it('offers no undo once somebody else has chosen', () => {
  expect(undoOf({ wish: best, before: balanced }, holds(neighbourly, 5))).toBeNull()
  expect(undoOf(null, holds(best, 5))).toBeNull()
})

it('saves over what was seen, and over a pause since', () => {
  const edit = { wish: best, from: holds(balanced, 3) }
  expect(changeOf(edit, holds(balanced, 3)).version).toBe(3)
  expect(changeOf(edit, holds({ ...balanced, paused: true }, 4))).toMatchObject({
    style: 'BEST_PRICE',
    paused: true,
    version: 4,
  })
})

it('does not save over what a house-mate has chosen since', () => {
  const edit = { wish: best, from: holds(balanced, 3) }
  expect(changeOf(edit, holds(neighbourly, 4)).version).toBe(3)
})

it('takes a market that leaves out what is not said for one that says null', () => {
  const { batteryReservePermille: _, ...sparse } = balanced
  const edit = { wish: best, from: holds({ ...balanced, carReadyBy: null }, 3) }
  expect(changeOf(edit, holds(sparse as StrategyWish, 4)).version).toBe(4)
})

it('pauses what was seen, and nothing else', () => {
  expect(pauseOf(holds(best, 7))).toEqual({ ...best, paused: true, version: 7 })
})
