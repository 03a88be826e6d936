// Turns a book into the rows people see: one price basis, levels from far to near, running totals.
import type { Book, Level } from '../../lib/api'

export interface Row {
  /** What the buyer pays, fees included, in micro per kWh. */
  priceMicro: number
  energyWh: number
  orders: number
  /** Energy available up to this price, counted from the best. */
  totalWh: number
}

export interface Ladder {
  /** Highest price first, so that the best offer stands next to the last match. */
  asks: Row[]
  /** Highest price first. */
  bids: Row[]
  largestWh: number
  gapMicro: number | null
  lastMicro: number | null
}

export function ladderOf(book: Book, feesMicro: number, levels: number): Ladder {
  const fees = book.feesMicro ?? feesMicro
  const asks = rows(
    book.asks.map((level) => ({ ...level, priceMicro: level.priceMicro + fees })),
    levels,
    (a, b) => a.priceMicro - b.priceMicro,
  )
  const bids = rows(book.bids, levels, (a, b) => b.priceMicro - a.priceMicro)
  const [bestAsk, bestBid] = [asks[0], bids[0]]
  return {
    asks: asks.reverse(),
    bids,
    largestWh: Math.max(1, ...[...asks, ...bids].map((row) => row.totalWh)),
    gapMicro: bestAsk && bestBid ? Math.max(0, bestAsk.priceMicro - bestBid.priceMicro) : null,
    lastMicro: book.last ? book.last.priceMicro + fees : null,
  }
}

function rows(levels: readonly Level[], count: number, better: (a: Level, b: Level) => number): Row[] {
  let totalWh = 0
  return [...levels]
    .sort(better)
    .slice(0, count)
    .map((level) => {
      totalWh += level.energyWh
      return { ...level, totalWh }
    })
}

export const sumWh = (levels: readonly Level[]): number =>
  levels.reduce((sum, level) => sum + level.energyWh, 0)
