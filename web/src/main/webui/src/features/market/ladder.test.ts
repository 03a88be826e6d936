import { expect, it } from 'vitest'
import type { Book } from '../../lib/api'
import { ladderOf, sumWh } from './ladder'

const level = (priceMicro: number, energyWh: number) => ({ priceMicro, energyWh, orders: 1 })

const book: Book = {
  areaId: 1,
  interval: '2026-06-18T11:30:00Z',
  closesAt: '2026-06-18T11:25:00Z',
  state: 'OPEN',
  seq: 7,
  asks: [level(160_000, 300), level(150_000, 200)],
  bids: [level(170_000, 100), level(175_000, 400)],
  last: { priceMicro: 155_000, energyWh: 90, at: '2026-06-18T11:20:00Z' },
}

it('shows both sides in what the buyer pays, best prices next to the last match', () => {
  const ladder = ladderOf({ ...book, feesMicro: 27_000 }, 0, 8)
  expect(ladder.asks.map((row) => [row.priceMicro, row.totalWh])).toEqual([
    [187_000, 500],
    [177_000, 200],
  ])
  expect(ladder.bids.map((row) => [row.priceMicro, row.totalWh])).toEqual([
    [175_000, 400],
    [170_000, 500],
  ])
  expect(ladder).toMatchObject({ gapMicro: 2000, lastMicro: 182_000, largestWh: 500 })
})

it('takes the area’s fees when the book names none and keeps the best levels', () => {
  const ladder = ladderOf(book, 27_000, 1)
  expect(ladder.asks.map((row) => row.priceMicro)).toEqual([177_000])
  expect(ladder.bids.map((row) => row.priceMicro)).toEqual([175_000])
})

it('is empty without orders', () => {
  expect(ladderOf({ ...book, asks: [], bids: [], last: null }, 0, 8)).toEqual({
    asks: [],
    bids: [],
    largestWh: 1,
    gapMicro: null,
    lastMicro: null,
  })
  expect(sumWh(book.asks)).toBe(500)
})
