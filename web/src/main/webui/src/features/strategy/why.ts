import type { Area, StrategyAct } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

/** What was done, in one sentence, and why, in another. */
export function actText(act: StrategyAct, area: Area): { what: string; why: string } {
  const selling = act.side === 'SELL'
  const energy = format.energyTraded(act.quantityWh)
  const price = format.price(act.limitMicro, area.currency)
  return { what: t.strategy.did[act.kind](selling, energy, price), why: t.strategy.why[act.why](selling) }
}

/** What came of the order up to now; empty if it says nothing. */
export function outcomeText(act: StrategyAct): string {
  if (act.tradedWh === null || act.tradedWh === undefined || act.tradedWh === 0) return ''
  return t.strategy.traded(act.side === 'SELL', format.energyTraded(act.tradedWh))
}

/** The acts by quarter hour, the newest act first; of each quarter hour the newest lines lead. */
export function byQuarter(acts: readonly StrategyAct[]): { interval: string; acts: StrategyAct[] }[] {
  const quarters = new Map<string, StrategyAct[]>()
  for (const act of acts) quarters.set(act.interval, [...(quarters.get(act.interval) ?? []), act])
  return [...quarters]
    .map(([interval, own]) => ({ interval, acts: own }))
    .sort((one, other) => Date.parse(other.interval) - Date.parse(one.interval))
}
