import { expect, it } from 'vitest'
import type { StrategyAct } from '../../lib/api'
import { firstTrade } from './firstTrade'

const since = Date.parse('2026-06-18T11:00:00Z')
const act = (id: number, more: Partial<StrategyAct>): StrategyAct => ({
  id,
  at: '2026-06-18T11:00:30Z',
  interval: '2026-06-18T11:15:00Z',
  kind: 'PLACE',
  why: 'EXPECTED',
  side: 'SELL',
  quantityWh: 500,
  limitMicro: 140_000,
  tradedWh: 120,
  canUndo: false,
  ...more,
})

it('finds the earliest sale since somebody joined', () => {
  const acts = [
    act(9, {}),
    act(7, {}),
    act(6, { tradedWh: 0 }),
    act(5, { tradedWh: null }),
    act(4, { side: 'BUY' }),
    act(3, { at: '2026-06-18T10:59:59Z' }),
  ]
  expect(firstTrade(acts, since, true)?.id).toBe(7)
  expect(firstTrade(acts, since, false)?.id).toBe(4)
})

it('finds none before there is one', () => {
  expect(firstTrade([], since, true)).toBeNull()
  expect(firstTrade([act(1, { tradedWh: 0 })], since, true)).toBeNull()
})
