import type { StrategyAct } from '../../lib/api'

/**
 * The first act after a market time of which something was traded: a sale of a home that has something to sell,
 * a purchase of any other.
 */
export function firstTrade(acts: readonly StrategyAct[], since: number, sells: boolean): StrategyAct | null {
  const traded = acts.filter(
    (act) => act.side === (sells ? 'SELL' : 'BUY') && (act.tradedWh ?? 0) > 0 && Date.parse(act.at) >= since,
  )
  return traded.reduce<StrategyAct | null>((first, act) => (first && first.id < act.id ? first : act), null)
}
