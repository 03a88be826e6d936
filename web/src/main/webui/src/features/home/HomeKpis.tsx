import { ownShare } from '../../charts/dayLayers'
import { type Kpi, KpiGood, Kpis } from '../../components/Kpis'
import type { Day, Home } from '../../lib/api'
import * as format from '../../lib/format'
import { t } from '../../lib/messages'

export function HomeKpis({ home, day, isToday }: { home: Home; day: Day | null; isToday: boolean }) {
  return <Kpis label={t.home.day} wash="solar" items={items(home, day, isToday)} />
}

function items(home: Home, day: Day | null, isToday: boolean): Kpi[] {
  const totals = day?.totals
  const settled = day?.slots.some((slot) => slot.amount !== null) ?? false
  const own = day ? ownShare(day.slots) : null
  return [
    money(day, settled, isToday),
    {
      id: 'sold',
      label: t.home.sold,
      figure: format.energyFigure(settled ? totals?.soldWh : null),
      note: part(totals?.soldWh, totals?.exportWh, settled, t.home.soldOf, t.home.soldNothing),
    },
    {
      id: 'bought',
      label: t.home.bought,
      figure: format.energyFigure(settled ? totals?.boughtWh : null),
      note: part(totals?.boughtWh, totals?.importWh, settled, t.home.boughtOf, t.home.boughtNothing),
    },
    {
      id: 'own',
      label: t.home.own,
      figure: { value: format.share(own), unit: '' },
      note: own !== null ? t.home.ownOf(isToday) : home.solarWp === 0 ? t.home.ownNone : t.home.ownUnknown,
    },
  ]
}

function money(day: Day | null, settled: boolean, isToday: boolean): Kpi {
  const amount = settled ? (day?.totals.amount ?? null) : null
  const paid = format.amountSign(amount) < 0
  const better = day?.totals.betterThanGridAmount ?? null
  const gain = day && format.amountSign(better) > 0 ? t.home.better(format.money(better, day.currency)) : null
  return {
    id: 'amount',
    label: paid ? t.home.paid(isToday) : t.home.earned(isToday),
    figure: { value: format.money(amount, day?.currency ?? 'EUR'), unit: '' },
    note: !settled ? t.home.nothingSettled : gain ? <Gain text={gain} /> : t.home.same,
  }
}

function Gain({ text }: { text: string }) {
  const [before, gain, after] = text.split(/[⟦⟧]/)
  return (
    <>
      {before}
      <KpiGood>{gain}</KpiGood>
      {after}
    </>
  )
}

function part(
  some: number | null | undefined,
  all: number | null | undefined,
  settled: boolean,
  say: (share: string) => string,
  nothing: string,
): string {
  if (!settled || some == null || all == null) return t.home.nothingSettled
  return all === 0 ? nothing : say(format.share(some / all))
}
