// Until when a month's figures may still change, by the rules of the area.
import type { SettlementRules } from '../../lib/api'
import * as format from '../../lib/format'
import { shiftMonth } from './months'

export type Finality =
  | { state: 'running' }
  /** Meter values and prices that come later may correct it; without a day for ever. */
  | { state: 'open'; until: string | null }
  | { state: 'final' }

/**
 * What of a month is fixed on a local day. The rule that holds for its last day says for how long it is
 * settled again.
 */
export function finalityOf(
  month: string,
  today: string,
  rules: readonly SettlementRules[],
  timeZone: string,
): Finality {
  if (month >= today.slice(0, 7)) return { state: 'running' }
  const lastDay = format.shiftDate(`${shiftMonth(month, 1)}-01`, -1)
  const held = rules
    .filter((one) => format.isoDate(Date.parse(one.validFrom), timeZone) <= lastDay)
    .sort(
      (one, other) =>
        Date.parse(one.validFrom) - Date.parse(other.validFrom) || one.revision - other.revision,
    )
    .at(-1)
  const days = held?.rules.finalAfterDays ?? null
  if (days === null) return { state: 'open', until: null }
  const until = format.shiftDate(lastDay, days)
  return today > until ? { state: 'final' } : { state: 'open', until }
}
