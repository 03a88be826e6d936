// An interval's book after each of its events, from what is stored of them.
import type { MarketEvent } from '../../lib/api'

export interface Level {
  priceMicro: number
  energyWh: number
  orders: number
}

export interface BookAt {
  /** The cheapest last, next to the buyers. */
  selling: readonly Level[]
  /** The dearest first. */
  buying: readonly Level[]
  tradedWh: number
}

interface Resting {
  side: 'BUY' | 'SELL'
  priceMicro: number
  energyWh: number
}

/**
 * The book after the first `steps` events, which are in their order. An order whose placing is not among
 * them is not in the book.
 */
export function bookAfter(events: readonly MarketEvent[], steps: number): BookAt {
  const orders = new Map<number, Resting>()
  let tradedWh = 0
  const take = (number: number | null, energyWh: number) => {
    const order = number === null ? undefined : orders.get(number)
    if (order) order.energyWh -= energyWh
  }
  for (const event of events.slice(0, steps)) {
    const { kind, number, side, energyWh, priceMicro } = event
    if (kind === 'ORDER_PLACED' && number !== null && side && energyWh !== null && priceMicro !== null)
      orders.set(number, { side, energyWh, priceMicro })
    if (kind === 'TRADED' && energyWh !== null) {
      take(event.sellOrder, energyWh)
      take(event.buyOrder, energyWh)
      tradedWh += energyWh
    }
    if ((kind === 'ORDER_CANCELLED' || kind === 'ORDER_EXPIRED') && number !== null) orders.delete(number)
  }
  const open = [...orders.values()].filter((order) => order.energyWh > 0)
  return { selling: levels(open, 'SELL'), buying: levels(open, 'BUY'), tradedWh }
}

function levels(orders: readonly Resting[], side: 'BUY' | 'SELL'): Level[] {
  const byPrice = new Map<number, Level>()
  for (const { priceMicro, energyWh } of orders.filter((order) => order.side === side)) {
    const level = byPrice.get(priceMicro) ?? { priceMicro, energyWh: 0, orders: 0 }
    byPrice.set(priceMicro, {
      priceMicro,
      energyWh: level.energyWh + energyWh,
      orders: level.orders + 1,
    })
  }
  return [...byPrice.values()].sort((one, other) => other.priceMicro - one.priceMicro)
}
