import { type Kpi, KpiGood, Kpis } from '../../components/Kpis'
import type { Earnings, EarningsSpan } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'
import { sharedWh } from './Spans'

/** What was earned, how much better that is than the grid alone, and what the own roof saved. */
export function EarningsKpis({ earnings }: { earnings: Earnings | null }) {
  const whole = earnings && earnings.whole.intervals > 0 ? earnings.whole : null
  const currency = earnings?.currency ?? 'EUR'
  return <Kpis label={t.earnings.title} items={items(whole, currency)} wash="solar" />
}

function items(whole: EarningsSpan | null, currency: string): Kpi[] {
  const words = t.earnings
  const own = whole?.origins.find((part) => part.origin === 'OWN')
  const sold = whole ? sharedWh(whole, 'SOLD') : null
  const bought = whole ? sharedWh(whole, 'BOUGHT') : null
  return [
    {
      id: 'earned',
      label: format.amountSign(whole?.amount) < 0 ? words.paid : words.earned,
      figure: { value: format.money(whole?.amount, currency), unit: '' },
      note: whole ? words.sofar(format.count(whole.intervals)) : t.home.nothingSettled,
    },
    better(whole, currency),
    {
      id: 'own-worth',
      label: words.own,
      figure: { value: format.money(own ? whole?.ownWorthAmount : null, currency), unit: '' },
      note: own ? words.ownNote(format.energy(own.energyWh)) : words.ownNone,
    },
    {
      id: 'shared',
      label: words.shared,
      figure: format.energyFigure(sold === null || bought === null ? null : sold + bought),
      note: whole ? words.sharedNote(format.energy(sold), format.energy(bought)) : t.home.nothingSettled,
    },
  ]
}

function better(whole: EarningsSpan | null, currency: string): Kpi {
  const words = t.earnings
  const sign = format.amountSign(whole?.betterAmount)
  const money = format.money(whole?.betterAmount, currency)
  const alone = whole?.aloneAmount ?? null
  return {
    id: 'better',
    label: sign < 0 ? words.worse : words.better,
    figure: { value: money, unit: '' },
    note:
      whole === null ? (
        t.home.nothingSettled
      ) : alone === null ? (
        words.unknown
      ) : sign > 0 ? (
        <KpiGood>{words.betterNote(format.amountSign(alone) >= 0, format.money(alone, currency))}</KpiGood>
      ) : (
        words.betterNote(format.amountSign(alone) >= 0, format.money(alone, currency))
      ),
  }
}
