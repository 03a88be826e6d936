import { expect, it } from 'vitest'
import type { MarketEvent } from '../../lib/api'
import { bookAfter } from './replay'

const NONE = {
  at: '2026-06-18T10:00:00Z',
  interval: '2026-06-18T11:00:00Z',
  participantId: 100,
  buyerId: null,
  sellOrder: null,
  buyOrder: null,
}
const placed = (number: number, side: 'BUY' | 'SELL', energyWh: number, priceMicro: number): MarketEvent => ({
  ...NONE,
  kind: 'ORDER_PLACED',
  number,
  side,
  energyWh,
  priceMicro,
})
const story: MarketEvent[] = [
  placed(1, 'SELL', 500, 150_000),
  placed(2, 'SELL', 300, 150_000),
  placed(3, 'SELL', 100, 170_000),
  placed(4, 'BUY', 200, 150_000),
  {
    ...NONE,
    kind: 'TRADED',
    number: 9,
    side: null,
    sellOrder: 1,
    buyOrder: 4,
    buyerId: 101,
    energyWh: 200,
    priceMicro: 150_000,
  },
  { ...placed(2, 'SELL', 300, 150_000), kind: 'ORDER_CANCELLED' },
  { ...placed(1, 'SELL', 300, 150_000), kind: 'ORDER_EXPIRED' },
  { ...placed(3, 'SELL', 100, 170_000), kind: 'ORDER_EXPIRED' },
  {
    ...NONE,
    kind: 'GATE_CLOSED',
    number: null,
    side: null,
    energyWh: null,
    priceMicro: null,
    participantId: null,
  },
]

it('has nothing in it before the first event and after the gate', () => {
  expect(bookAfter(story, 0)).toEqual({ selling: [], buying: [], tradedWh: 0 })
  expect(bookAfter(story, story.length)).toEqual({ selling: [], buying: [], tradedWh: 200 })
})

it('adds up orders of one price, the dearest first', () => {
  expect(bookAfter(story, 4)).toEqual({
    selling: [
      { priceMicro: 170_000, energyWh: 100, orders: 1 },
      { priceMicro: 150_000, energyWh: 800, orders: 2 },
    ],
    buying: [{ priceMicro: 150_000, energyWh: 200, orders: 1 }],
    tradedWh: 0,
  })
})

it('takes trades off both orders, and what was taken back out', () => {
  expect(bookAfter(story, 5).buying).toEqual([])
  expect(bookAfter(story, 5).selling.at(-1)).toEqual({ priceMicro: 150_000, energyWh: 600, orders: 2 })
  expect(bookAfter(story, 6).selling.at(-1)).toEqual({ priceMicro: 150_000, energyWh: 300, orders: 1 })
})

it('leaves out orders of which it does not know the placing', () => {
  expect(bookAfter(story.slice(1), 4)).toEqual({
    selling: [
      { priceMicro: 170_000, energyWh: 100, orders: 1 },
      { priceMicro: 150_000, energyWh: 300, orders: 1 },
    ],
    buying: [],
    tradedWh: 200,
  })
})
